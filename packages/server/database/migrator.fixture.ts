import { openEmbedded } from './embedded';
import { migrate } from './migrate';
import type { Migration } from './migration-files';
import { say } from './say.fixture';
import type { SqlSession } from './sql-session';

// A program to be killed. It says which migrations it finds recorded and which tables with how many rows; then it
// applies one migration after another, and says so when each is done.

const ROWS = 50;

function migration(number: number): Migration {
  const table = `step_${String(number).padStart(6, '0')}`;
  const sql = `CREATE TABLE ${table} (id int PRIMARY KEY, text text NOT NULL);
    INSERT INTO ${table} SELECT n, repeat('x', 100) FROM generate_series(1, ${ROWS}) AS n;
    CREATE INDEX ${table}_text ON ${table} (text, id);`;
  return { name: table, sql, checksum: table };
}

async function find(session: SqlSession): Promise<number> {
  const tables = await session.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname LIKE 'step\\_%' ORDER BY 1`,
  );
  const whole: string[] = [];
  for (const { name } of tables) {
    const [counted] = await session.rows<{ same: boolean }>(
      `SELECT count(*) = ${ROWS} AND bool_and(text = repeat('x', 100)) AS same FROM ${name}`,
    );
    whole.push(counted?.same ? name : `${name} torn`);
  }
  const books = await session.rows<{ exists: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS exists`,
  );
  const recorded = books[0]?.exists
    ? await session.rows<{ name: string }>(
        `SELECT migration_name || CASE WHEN finished_at IS NULL THEN ' unfinished' ELSE '' END AS name
         FROM "_prisma_migrations" ORDER BY 1`,
      )
    : [];
  await say(JSON.stringify({ whole, recorded: recorded.map(({ name }) => name) }));
  return tables.length;
}

const [dataDir = ''] = process.argv.slice(2);
const connection = await openEmbedded(dataDir);
await connection.withSession(async (session) => {
  for (let next = (await find(session)) + 1; ; next += 1) {
    await migrate(session, [migration(next)]);
    await say(migration(next).name);
  }
});
