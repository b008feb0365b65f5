import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { migrate } from './migrate';
import { type Migration, readMigrations } from './migration-files';
import { serverSession } from './sql-session';

const LOCK_KEY = 72_707_371;
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Whoever breaks migrations on purpose keeps templates apart, under a name like that of a test's own database. */
const TEMPLATES = process.env['TEST_DATABASE_TEMPLATES'] ?? 'reactive_template';

async function connected<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * A migrated, empty database that is only copied from. Its own locale sorts `a` before `B`, as many servers do, so
 * that a test fails where an order should be by code point and is not.
 */
async function ensureTemplate(client: Client, server: string): Promise<string> {
  const migrations: readonly Migration[] = await readMigrations();
  const hash = createHash('sha256')
    .update(migrations.map(({ checksum }) => checksum).join())
    .digest('hex');
  const template = `${TEMPLATES}_${hash.slice(0, 16)}`;
  await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (rowCount === 0) {
    const aside = `${template}_new`;
    await client.query(`DROP DATABASE IF EXISTS "${aside}" WITH (FORCE)`);
    await client.query(
      `CREATE DATABASE "${aside}" TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'`,
    );
    await connected(urlOf(server, aside), (session) => migrate(serverSession(session), migrations));
    await client.query(`ALTER DATABASE "${aside}" RENAME TO "${template}"`);
  }
  await client.query('SELECT pg_advisory_unlock($1)', [LOCK_KEY]);
  return template;
}

/** What a test that was killed left behind. */
async function dropAbandoned(client: Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname LIKE 'reactive\\_test\\_%'`,
  );
  for (const { datname } of rows) {
    const made = Number(datname.split('_')[2]);
    if (Date.now() - made > ABANDONED_AFTER_MS) await client.query(`DROP DATABASE IF EXISTS "${datname}"`);
  }
}

/** A database of its own on a server, until `drop()`. */
export interface TemporaryDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Copies the migrated template of this build into a new database. */
export async function createTemporaryDatabase(server: string): Promise<TemporaryDatabase> {
  const name = `reactive_test_${Date.now()}_${randomUUID().slice(0, 8)}`;
  await connected(server, async (client) => {
    const template = await ensureTemplate(client, server);
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
    await dropAbandoned(client);
  });
  return {
    url: urlOf(server, name),
    drop: () =>
      connected(server, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      }),
  };
}
