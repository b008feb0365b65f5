import { createHash } from 'node:crypto';
import { type IUser } from '@myapp/core/entities/user';
import { actAs, SYSTEM } from '@myapp/core/policies';
import { emptyUsers } from '@myapp/server/database/testing';
import { type Database, prisma } from '@myapp/server/db';
import { authenticate } from '@myapp/server/routes/authenticate';
import { runInScope } from 'reactive/node';
import { type ApiAnswer, type ApiRequest, type RunningApi, runApi } from './api.fixture';

/** Who sends requests. */
export const ROLES = ['anonymous', 'user', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whom a request is about: whoever sends it, somebody else, or nobody that there is. */
export const TARGETS = ['own', 'active', 'inactive', 'unknown'] as const;
export type Target = (typeof TARGETS)[number];

const idOf = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `0199c2f0-0000-7000-8000-${hex.slice(0, 12)}`;
};

export const PEOPLE = {
  user: { id: idOf('user'), name: 'Una User', role: 'user', status: 'active' },
  admin: { id: idOf('admin'), name: 'Ada Admin', role: 'admin', status: 'active' },
  active: { id: idOf('active'), name: 'Alan Active', role: 'user', status: 'active' },
  inactive: { id: idOf('inactive'), name: 'Ines Inactive', role: 'user', status: 'inactive' },
} as const satisfies Record<string, Pick<IUser, 'id' | 'name' | 'role' | 'status'>>;

/** The address of somebody. */
const emailOf = (name: string): string => `${name}@example.org`;

/** The id that a request of a role about a target names. */
export function idFor(role: Role, target: Target): string {
  if (target === 'unknown') return idOf('nobody');
  if (target !== 'own') return PEOPLE[target].id;
  return role === 'anonymous' ? PEOPLE.user.id : PEOPLE[role].id;
}

/** The id of the job that somebody has started. */
export function jobIdOf(userId: string): string {
  return idOf(`job of ${userId}`);
}

/** For each of the people a job that waits. */
async function arrangeJobs(): Promise<void> {
  await prisma.job.deleteMany();
  const payload = {
    uploadId: idOf('upload'),
    columns: ['name', 'email'],
    delimiter: ',',
    duplicates: 'refuse',
  };
  const data = Object.values(PEOPLE).map(({ id }) => ({
    id: jobIdOf(id),
    type: 'import-users',
    payload,
    startedBy: id,
  }));
  await prisma.job.createMany({ data });
}

/** The whole app, with accounts, sessions and routes as the composition root has them. */
export interface GuardedApi extends RunningApi {
  /** What lets whoever sends it act as somebody. */
  authorization(role: Exclude<Role, 'anonymous'>): Promise<{ readonly Authorization: string }>;
  /** Sends a request as somebody who is signed in. */
  as(role: Role, request: ApiRequest): Promise<ApiAnswer>;
  /** Puts the people back in place, and nobody else. */
  arrange(): Promise<void>;
  versionOf(id: string): Promise<number>;
}

/** Runs the app for people who are really signed in: each request brings a session of its own. */
export async function runGuardedApi(database: Database): Promise<GuardedApi> {
  const api = await runApi(database, authenticate);
  const authorization: GuardedApi['authorization'] = async (role) => {
    const { token } = await runInScope(() => {
      actAs(SYSTEM);
      return api.sessions.createToken(PEOPLE[role].id, { name: 'walk', expiresInDays: 1 });
    });
    return { Authorization: `Bearer ${token}` };
  };
  return {
    ...api,
    authorization,
    async as(role, { headers, ...request }) {
      const own = role === 'anonymous' ? {} : await authorization(role);
      return api.call({ ...request, headers: { ...headers, ...own } });
    },
    async arrange() {
      await emptyUsers();
      const data = Object.entries(PEOPLE).map(([name, person]) => ({ ...person, email: emailOf(name) }));
      await prisma.user.createMany({ data });
      await arrangeJobs();
    },
    async versionOf(id) {
      return (await prisma.user.findUnique({ where: { id }, select: { version: true } }))?.version ?? 1;
    },
  };
}
