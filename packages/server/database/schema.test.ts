import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../db';
import { type Column, type Table, tablesOfSchema } from './prisma-schema.fixture';
import { refusedBecause } from './refusals.fixture';
import { openTestDatabase } from './testing';

const columnsSql = `
  SELECT c.relname AS "table", a.attname AS "column",
    format_type(a.atttypid, a.atttypmod) || coalesce(' ' || nullif(o.collname, 'default'), '') AS type,
    a.attnotnull AS required, regexp_replace(pg_get_expr(d.adbin, d.adrelid), '::text$', '') AS "default"
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  LEFT JOIN pg_collation o ON o.oid = a.attcollation
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'`;

// Those of expressions are only in the SQL.
const indexesSql = `
  SELECT t.relname AS "table", i.relname AS name,
    CASE WHEN x.indisprimary THEN 'primary' WHEN x.indisunique THEN 'unique' ELSE 'index' END || ' ' ||
    (SELECT string_agg(pg_get_indexdef(x.indexrelid, n, true), ', ' ORDER BY n)
     FROM generate_series(1, x.indnkeyatts) AS n) AS definition
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
  WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> '_prisma_migrations'
    AND x.indexprs IS NULL`;

async function tablesIn(database: Database): Promise<Record<string, Table>> {
  const tables: Record<string, Table> = {};
  type Row = { table: string; column: string } & Column;
  for (const { table, column, ...rest } of await database.prisma.$queryRawUnsafe<Row[]>(columnsSql)) {
    tables[table] ??= { columns: {}, indexes: {} };
    tables[table].columns[column] = rest;
  }
  type Index = { table: string; name: string; definition: string };
  for (const { table, name, definition } of await database.prisma.$queryRawUnsafe<Index[]>(indexesSql)) {
    const found = tables[table];
    if (found) found.indexes[name] = definition.replaceAll('"', ''); // of columns that are named like keywords
  }
  return tables;
}

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe('the migrations and the Prisma schema', () => {
  it('make the same tables, columns, defaults and indexes, every text by code point', async () => {
    const schema = await readFile(new URL('../prisma/schema.prisma', import.meta.url), 'utf8');
    const expected = tablesOfSchema(schema);
    expect(Object.keys(expected)).toContain('users');
    expect(await tablesIn(database)).toEqual(expected);
  });
});

describe('the users table', () => {
  const insert = (values: object) =>
    database.prisma.user.create({ data: { name: 'Ada', email: 'ada@example.org', ...values } });

  it.each([
    ['id', '1'],
    ['id', '0190C6E4-7B5A-7CC2-9F4E-2F1C3A5B7D90'],
    ['name', 'A'],
    ['name', 'A'.repeat(201)],
    ['email', 'Ada@example.org'],
    ['role', 'root'],
    ['status', ''],
    ['version', 0],
  ])('refuses %s = %j, whoever writes it', async (field, value) => {
    await expect(insert({ [field]: value })).rejects.toMatchObject(refusedBecause(`users_${field}_check`));
    expect(await database.prisma.user.count()).toBe(0);
  });

  it('refuses an update that leaves the version as it was', async () => {
    const { id } = await insert({ version: 7 });
    const update = (version?: number) =>
      database.prisma.$executeRawUnsafe(
        `UPDATE users SET name = 'Bob'${version ? `, version = ${version}` : ''} WHERE id = '${id}'`,
      );
    await expect(update()).rejects.toMatchObject(refusedBecause('must raise its version'));
    await expect(update(7)).rejects.toMatchObject(refusedBecause('must raise its version'));
    await expect(update(6)).rejects.toMatchObject(refusedBecause('must raise its version'));
    expect(await update(8)).toBe(1);
    expect(await database.prisma.user.findUnique({ where: { id } })).toMatchObject({
      name: 'Bob',
      version: 8,
    });
    await database.prisma.user.deleteMany();
  });
});
