import { type Connection, type PoolClient, Query, type QueryConfig, type QueryResult } from 'pg';
import type { Author } from './author';

/** What `pg` types nothing of: how a query is sent, and what is done with the answers. */
interface Inner {
  prepare(connection: Connection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
}

const INNER = Query.prototype as unknown as Inner;

const TELL = {
  name: 'myapp_author',
  text: `SELECT set_config('myapp.actor', $1, true), set_config('myapp.request_id', $2, true),
    set_config('myapp.origin', $3, true)`,
} as const;

/** Has a new connection know the statement that {@link queryAs} sends along. */
export function learnAuthors(client: PoolClient): void {
  // A connection on which that fails is broken: whoever is to use it first is told so.
  client.query({ ...TELL, values: ['', '', ''] }).catch(() => {});
}

/** Sends the other statement first, and keeps its answers to itself. */
function telling(query: Query, { actor, request, origin }: Author): Query {
  const plain = query as unknown as Inner;
  let isTold = false;
  const inner: Inner = {
    prepare(connection) {
      connection.bind({ statement: TELL.name, values: [actor, request, origin] }, true);
      connection.execute({}, true);
      INNER.prepare.call(plain, connection);
    },
    handleDataRow(message) {
      if (isTold) INNER.handleDataRow.call(plain, message);
    },
    handleCommandComplete(message, connection) {
      if (isTold) INNER.handleCommandComplete.call(plain, message, connection);
      isTold = true;
    },
  };
  return Object.assign(query, inner);
}

/**
 * Sends a statement, and who writes in the same message. PostgreSQL makes one transaction of what comes in one message:
 * it is committed as a whole, there is no BEGIN and no COMMIT to wait for, and what was told ends with it.
 *
 * @example
 * await queryAs(client, { text: 'DELETE FROM users WHERE id = $1', values: [id] }, author);
 */
export function queryAs(client: PoolClient, statement: QueryConfig, author: Author): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    // Without parameters and a name it would be a message of another kind.
    const query = new Query({ ...statement, queryMode: 'extended' } as QueryConfig, (error, result) =>
      error ? reject(error) : resolve(result),
    );
    client.query(telling(query, author));
  });
}
