import { writeSync } from 'node:fs';
import { openDatabase } from '../db';
import { UserPrismaProvider } from '../providers/user.provider';

// A process for the durability test to kill: it writes one user after another, changes each, and says so only when
// the database has acknowledged it.
const [dataDir = '', run = ''] = process.argv.slice(2);
await openDatabase({ dataDir });
writeSync(1, 'open\n');
const provider = new UserPrismaProvider();
for (let number = 0; ; number++) {
  const email = `${run}.${number}@example.org`;
  const { data } = await provider.publish({ name: `Run ${run}`, email }, { isNew: true });
  writeSync(1, `${email} ${data.version}\n`);
  await provider.publish(
    { id: data.id, name: `Run ${run}, changed` },
    { isNew: false, version: data.version },
  );
  writeSync(1, `${email} ${data.version + 1}\n`);
}
