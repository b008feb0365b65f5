import { readFile } from 'node:fs/promises';
import type { SqlDriverAdapterFactory } from '@prisma/client/runtime/client';
import { PrismaCollectionProvider, type PrismaEntity } from 'reactive/prisma';
import { fieldsOf } from 'reactive/query';
import { z } from 'zod';
import { PrismaClient } from './generated/client';

const sampleSchema = z.object({
  id: z.string(),
  name: z.string(),
  nickname: z.string().nullable(),
  role: z.enum(['user', 'admin', 'owner']),
  age: z.int(),
  rank: z.int().nullable(),
  score: z.number(),
  weight: z.number().nullable(),
  active: z.boolean(),
  verified: z.boolean().nullable(),
  createdAt: z.date(),
  seenAt: z.date().nullable(),
});

export type Sample = z.infer<typeof sampleSchema>;

export const sampleFields = fieldsOf(sampleSchema);

/** Rows in a table of their own, and the provider under test on it. */
export interface SampleTable {
  /** By Prisma's own queries, and by SQL. */
  readonly providers: readonly PrismaCollectionProvider<Sample>[];
  /** Puts these rows in place of all others. */
  replace(rows: Sample[]): Promise<void>;
  close(): Promise<void>;
}

/** The statement that makes the table. */
export function sampleTableSql(): Promise<string> {
  return readFile(new URL('table.sql', import.meta.url), 'utf8');
}

export function sampleTable(adapter: SqlDriverAdapterFactory): SampleTable {
  const prisma = new PrismaClient({ adapter });
  const samples: PrismaEntity<Sample> = {
    delegate: () => prisma.sample,
    read: (row) => sampleSchema.parse(row),
    fields: sampleFields,
    create: sampleSchema,
    patch: sampleSchema.partial(),
  };
  return {
    providers: [
      new PrismaCollectionProvider(samples),
      new PrismaCollectionProvider({ ...samples, table: { client: () => prisma, name: 'samples' } }),
    ],
    async replace(rows) {
      await prisma.$transaction([prisma.sample.deleteMany(), prisma.sample.createMany({ data: rows })]);
    },
    close: () => prisma.$disconnect(),
  };
}
