import { StateError } from 'reactive/errors';
import type { SqlSession } from '../sql-session';

const TABLES = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`;

/**
 * Reads every row of every table, so that a damaged one is found before it is relied on.
 *
 * @returns how many rows there are, the books of the migrations aside
 * @throws StateError when it is no database of this application
 */
export async function readWhole(session: SqlSession): Promise<number> {
  const tables = await session.rows<{ name: string }>(TABLES);
  const books = 'public._prisma_migrations';
  if (!tables.some(({ name }) => name === books)) {
    throw new StateError('it holds no database of this application');
  }
  let rows = 0;
  for (const { name } of tables) {
    // The length of each row as text: that needs every column of it, also what is stored apart from the row.
    const [read] = await session.rows<{ rows: number; size: number }>(
      `SELECT count(*)::int AS rows, coalesce(sum(length(t::text)), 0)::float8 AS size FROM ${name} AS t`,
    );
    if (name !== books) rows += read?.rows ?? 0;
  }
  return rows;
}
