import { openDatabase } from '../db';
import { accountActivity, stepProjection } from './index';

// Projects the histories of users of the database at the address, a few events at a time, and says when it has applied
// some and not committed them yet: that is when it is killed.

const [url = '', limit = ''] = process.argv.slice(2);
await openDatabase({ url });
const slow: typeof accountActivity = {
  ...accountActivity,
  async apply(events) {
    await accountActivity.apply(events);
    process.stdout.write('applied\n');
    await new Promise((resolve) => setTimeout(resolve, 5));
  },
};
for (;;) await stepProjection(slow, Number(limit));
