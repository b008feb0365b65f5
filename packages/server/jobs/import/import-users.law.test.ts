import { type IUser, userSchema } from '@myapp/core/entities/user';
import { DUPLICATES } from '@myapp/core/jobs';
import { actAs, type Viewer } from '@myapp/core/policies';
import { UserService } from '@myapp/core/services/user';
import fc from 'fast-check';
import { requireScope, runInScope } from 'reactive/node';
import { memoryProvider } from 'reactive/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prisma } from '../../database/current';
import type { Database } from '../../database/open';
import { openTestDatabase } from '../../database/testing';
import { type OpenJobs, openJobs } from '../index';
import { importUsersHandler } from './import-users.job';
import { receiveImport } from './start-import';

const admin: Viewer = { id: '0199c2f0-0000-7000-8000-0000000000ad', role: 'admin', status: 'active' };
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 8);

let database: Database;
let jobs: OpenJobs;
let restore: () => void;
beforeAll(async () => {
  database = await openTestDatabase();
  restore = requireScope();
  jobs = await openJobs({ database, handlers: [importUsersHandler], poll: 10, report: () => {} });
  await jobs.start();
  await prisma.user.create({ data: { ...admin, name: 'Root', email: 'root@example.org' } });
});
afterAll(async () => {
  await jobs.close(5000);
  restore();
  await database.close();
});

const cell = fc.constantFrom('', 'Ada', 'Eve', 'X');
const row = fc.record(
  {
    name: cell,
    email: fc.constantFrom('a@example.org', 'B@example.org', 'b@example.org', 'c@example.org', 'none', ''),
    role: fc.constantFrom('', 'user', 'admin', 'root'),
    status: fc.constantFrom('', 'active', 'inactive'),
  },
  { noNullPrototype: true },
);

type Row = Record<'name' | 'email' | 'role' | 'status', string>;
type Outcome = { counts: Record<string, number>; refused: number[]; users: Partial<IUser>[] };

const told = ({ name, email, role, status }: Pick<IUser, 'name' | 'email' | 'role' | 'status'>) => ({
  name,
  email,
  role,
  status,
});
const byEmail = (a: Partial<IUser>, b: Partial<IUser>): number =>
  (a.email ?? '') < (b.email ?? '') ? -1 : 1;

/** What the service makes of the rows, one after the other. */
async function expected(rows: readonly Row[], duplicates: (typeof DUPLICATES)[number]): Promise<Outcome> {
  const store = memoryProvider<IUser>({ schema: userSchema, unique: ['email'] });
  const given = rows.map((each) =>
    Object.fromEntries(Object.entries(each).filter(([, value]) => value !== '')),
  );
  const { results } = await runInScope(() =>
    new UserService({
      item: store.ItemProvider,
      collection: store.CollectionProvider,
    }).importUsers(given, { duplicates }),
  );
  const countOf = (status: string): number => results.filter((result) => result.status === status).length;
  return {
    counts: {
      created: countOf('created'),
      updated: countOf('updated'),
      unchanged: countOf('unchanged'),
      refused: countOf('refused'),
    },
    refused: results.flatMap((result) => (result.status === 'refused' ? [result.row + 1] : [])),
    users: store
      .rows()
      .map((user) => told(user))
      .toSorted(byEmail),
  };
}

async function* pieces(rows: readonly Row[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from('name,email,role,status\n');
  for (const { name, email, role, status } of rows) yield Buffer.from(`${name},${email},${role},${status}\n`);
}

/** What the job makes of them, many at a time. */
async function actual(rows: readonly Row[], duplicates: (typeof DUPLICATES)[number]): Promise<Outcome> {
  await prisma.user.deleteMany({ where: { id: { not: admin.id } } });
  const id = await runInScope(async () => {
    actAs(admin);
    const parts = { queue: jobs.queue, maxBytes: 100_000 };
    return (await receiveImport(pieces(rows), { duplicates, file: 'x.csv' }, parts)).start();
  });
  await expect
    .poll(async () => (await prisma.job.findUnique({ where: { id } }))?.status, { interval: 5 })
    .toBe('completed');
  const job = await prisma.job.findUniqueOrThrow({ where: { id } });
  const refusals = await prisma.jobRefusal.findMany({ where: { jobId: id }, orderBy: { item: 'asc' } });
  const users = await prisma.user.findMany({ where: { id: { not: admin.id } } });
  return {
    counts: {
      created: job.createdItems,
      updated: job.updatedItems,
      unchanged: job.unchangedItems,
      refused: job.refusedItems,
    },
    refused: refusals.map(({ item }) => item),
    users: users.map((user) => told(user as IUser)).toSorted(byEmail),
  };
}

it('an import of many rows at a time comes to what one after the other would', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...DUPLICATES),
      async (rows, duplicates) => {
        expect(await actual(rows, duplicates)).toEqual(await expected(rows, duplicates));
      },
    ),
    { numRuns },
  );
});
