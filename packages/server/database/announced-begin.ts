import { Client, escapeLiteral, type PoolClient, type QueryConfig } from 'pg';
import { type Author, takeAnnouncement } from './author';

type Query = (this: PoolClient, statement: unknown, ...others: unknown[]) => unknown;

function isBegin(statement: unknown): boolean {
  return typeof statement === 'object' && (statement as QueryConfig | null)?.text === 'BEGIN';
}

/** Until the transaction ends, for the triggers that write the change log and the histories. */
function beginningAs({ actor, request, origin }: Author): string {
  const settings = Object.entries({ actor, request_id: request, origin });
  return [
    'BEGIN',
    ...settings.map(([name, value]) => `SET LOCAL myapp.${name} = ${escapeLiteral(value)}`),
  ].join('; ');
}

/**
 * Has a connection tell who writes in the message that begins a transaction, where there is somebody to tell of: it saves
 * each unit of work a round trip, and Prisma a statement.
 */
export function announceAuthors(client: PoolClient): void {
  const ofClients = Client.prototype as unknown as { query: Query };
  const announced: Query = (statement, ...others) => {
    const author = isBegin(statement) ? takeAnnouncement() : undefined;
    return author
      ? ofClients.query.call(client, beginningAs(author))
      : ofClients.query.call(client, statement, ...others);
  };
  client.query = announced as PoolClient['query'];
}
