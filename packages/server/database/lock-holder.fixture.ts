import { acquireOwnerLock } from './owner-lock';
import { say } from './say.fixture';

// A program to be killed: it owns a folder, and says so.
const [folder = ''] = process.argv.slice(2);
await acquireOwnerLock(folder);
await say('owner');
setInterval(() => {}, 1000);
