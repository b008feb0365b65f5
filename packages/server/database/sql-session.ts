import type { PGlite } from '@electric-sql/pglite';
import type { ClientBase, QueryResultRow } from 'pg';

/** One connection that runs SQL, whichever engine is behind it. */
export interface SqlSession {
  /** Runs any number of statements. */
  run(sql: string): Promise<void>;
  /** Runs one statement and gives its rows. */
  rows<Row extends QueryResultRow>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** A session on an embedded database, which has only one. */
export function embeddedSession(pglite: PGlite): SqlSession {
  return {
    async run(sql) {
      await pglite.exec(sql);
    },
    async rows<Row extends QueryResultRow>(sql: string, params: readonly unknown[] = []) {
      return (await pglite.query<Row>(sql, [...params])).rows;
    },
  };
}

/** A session on a connection to a server; who connected it ends it. */
export function serverSession(client: ClientBase): SqlSession {
  return {
    async run(sql) {
      await client.query(sql);
    },
    async rows<Row extends QueryResultRow>(sql: string, params: readonly unknown[] = []) {
      return (await client.query<Row>(sql, [...params])).rows;
    },
  };
}
