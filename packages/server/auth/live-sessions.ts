import type { Viewer } from '@myapp/core/policies';
import { JoinedLookUps } from 'reactive/prisma';
import { prisma } from '../database/current';

/** A session that has not ended, and whose it is. */
export interface LiveSession {
  readonly viewer: Viewer;
  readonly sessionId: string;
}

type LiveRow = Viewer & { readonly sessionId: string; readonly token: string };

async function findMany(tokens: readonly string[]): Promise<Map<string, LiveSession>> {
  const rows = await prisma.$queryRaw<LiveRow[]>`
    SELECT s.token, s.id AS "sessionId", u.id, u.role, u.status
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token = ANY (${[...tokens]}) AND s.expires_at > now() AND u.status = 'active'`;
  return new Map(rows.map(({ token, sessionId, ...viewer }) => [token, { viewer, sessionId }]));
}

const lookUps = new JoinedLookUps<string, LiveSession>({
  many: findMany,
  one: async (token) => (await findMany([token])).get(token),
});

/**
 * The session of a token, as it is in the database at this moment, if it has not ended and its user is active. Those of
 * requests that came together are looked up together.
 */
export function findLiveSession(token: string): Promise<LiveSession | undefined> {
  return lookUps.find(token);
}
