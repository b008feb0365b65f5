import type { Fields } from '../../query';
import type { PageQuery, RowPage } from '../page-query';
import { toPrismaWhere } from '../where';
import { Parameters, SqlWhere } from './sql-where';
import { columnOf, type PostgresTable, quoted } from './table';

/** Times come as their milliseconds, whatever the session's time zone or style of dates. */
function selected(table: PostgresTable, fields: Fields): string {
  return Array.from(fields, ([name, { kind }]) => {
    const column = columnOf(table, name);
    const value = kind === 'date' ? `floor(extract(epoch FROM ${column}) * 1000)::float8` : column;
    return `${value} AS ${quoted(name)}`;
  }).join(', ');
}

/**
 * Reads a page and how many rows there are by one statement, so that both are of the same moment. The rows come as one
 * JSON text, which costs a driver less than values one by one.
 */
export async function readPage(table: PostgresTable, query: PageQuery): Promise<RowPage> {
  const { fields, orderBy, take } = query;
  const parameters = new Parameters();
  const where = new SqlWhere(table, parameters);
  const shown = where.write(toPrismaWhere(query.shown, fields));
  const after = where.write(toPrismaWhere([query.after], fields));
  const order = orderBy.map(({ field, direction }) => `${columnOf(table, field)} ${direction}`).join(', ');
  const from = `FROM ${quoted(table.name)} WHERE ${shown}`;
  const limit = parameters.add(take);
  const sql = `
    SELECT (SELECT count(*) ${from}) AS total,
      (SELECT json_agg(page)::text FROM (
        SELECT ${selected(table, fields)} ${from} AND ${after} ORDER BY ${order} LIMIT ${limit}
      ) AS page) AS rows`;
  const [answer] = (await table.client().$queryRawUnsafe(sql, ...parameters.values)) as [
    { readonly total: bigint; readonly rows: string | null },
  ]; // the columns that are selected above
  const rows = JSON.parse(answer.rows ?? '[]') as Record<string, unknown>[];
  const dates = Array.from(fields).flatMap(([name, { kind }]) => (kind === 'date' ? [name] : []));
  for (const row of rows) for (const name of dates) row[name] = dateOf(row[name]);
  return { rows, total: Number(answer.total) };
}

function dateOf(milliseconds: unknown): Date | null {
  return milliseconds === null ? null : new Date(Number(milliseconds));
}
