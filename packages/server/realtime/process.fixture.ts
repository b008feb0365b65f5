import { requireScope } from 'reactive/node';
import { say } from '../database/say.fixture';
import { openDatabase } from '../db';
import { openHost } from './host.fixture';

// A process among others that serve sockets: it says where, and then does so until it is killed.

const [url = '', redisUrl] = process.argv.slice(2);
requireScope();
const database = await openDatabase({ url, migrate: false });
const host = await openHost(database, {
  databaseUrl: url,
  redisUrl,
  times: { beat: 200, grace: 1500 },
  report: (error) => process.stderr.write(`${error.stack}\n`),
});
await say(host.url);
