import { PrismaPg } from '@prisma/adapter-pg';
import { Client } from 'pg';
import { createTemporaryDatabase, testServerUrl } from '../database/testing';
import { type SampleTable, sampleTable, sampleTableSql } from './samples';

/** The table of samples, in a database of its own on a PostgreSQL server, which goes when it is closed. */
export async function serverTable(): Promise<SampleTable> {
  const database = await createTemporaryDatabase(testServerUrl());
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(await sampleTableSql());
  await client.end();
  const table = sampleTable(new PrismaPg({ connectionString: database.url }));
  return {
    ...table,
    async close() {
      await table.close();
      await database.drop();
    },
  };
}
