import { createHash } from 'node:crypto';
import type { PrismaClient } from '../../generated/client';

const TABLES = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`;

/** Whatever makes the structure: columns, indexes, checks, triggers. */
const STRUCTURE = `SELECT line FROM (
  SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, column_default) AS line
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
) AS lines ORDER BY line COLLATE "C"`;

/** The same for two databases that have the same structure and the same rows. */
export async function digestOf(prisma: PrismaClient): Promise<string> {
  const hash = createHash('sha256');
  const add = async (sql: string) => {
    const rows = await prisma.$queryRawUnsafe<{ line: string }[]>(sql);
    for (const { line } of rows) hash.update(`${line}\n`);
  };
  await add(STRUCTURE);
  for (const { name } of await prisma.$queryRawUnsafe<{ name: string }[]>(TABLES)) {
    hash.update(`${name}\n`);
    await add(`SELECT t::text AS line FROM ${name} AS t ORDER BY t::text COLLATE "C"`);
  }
  return hash.digest('hex');
}
