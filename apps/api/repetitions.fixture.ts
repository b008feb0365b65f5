import { actAs, type Viewer } from '@myapp/core/policies';
import { openTestServerDatabase } from '@myapp/server/database/testing';
import { prisma } from '@myapp/server/db';
import type { RequestHandler } from 'express';
import fc from 'fast-check';
import type { Figures } from '../../scripts/figures.fixture';
import { type ApiAnswer, type ApiRequest, type RunningApi, runApi } from './api.fixture';

const viewer = (n: number): Viewer => ({
  id: `0199c2f0-0000-7000-8000-0000000000a${n}`,
  role: 'admin',
  status: 'active',
});
const VIEWERS = [viewer(1), viewer(2)] as const;

/** Each request says whose it is: what is tried here are repetitions, not sessions. */
const saysWho: RequestHandler = (req, _res, next) => {
  actAs(VIEWERS[Number(req.headers['x-viewer'])]);
  next();
};

/** How one operation is delivered. */
interface Repetition {
  readonly operation: 'create' | 'update' | 'delete';
  readonly copies: number;
  readonly atOnce: boolean;
  readonly key: string;
}

const repetition: fc.Arbitrary<Repetition> = fc.record({
  operation: fc.constantFrom('create', 'update', 'delete'),
  copies: fc.integer({ min: 1, max: 5 }),
  atOnce: fc.boolean(),
  key: fc
    .tuple(
      fc.uuid(),
      fc.string({ unit: fc.constantFrom(...Array.from('!#$%&\'"()*+-./:;<=>?@[]^_`{|}~')), maxLength: 40 }),
    )
    .map(([id, odd]) => id + odd),
});

const by = (who: 0 | 1, key: string): Record<string, string> => ({
  'X-Viewer': `${who}`,
  'Idempotency-Key': key,
});
const user = (): object => ({ name: 'Ada', email: `${crypto.randomUUID()}@example.org` });

/** The request of an operation; a row that it needs is made before. */
async function requestOf(api: RunningApi, operation: Repetition['operation']): Promise<ApiRequest> {
  if (operation === 'create') return { method: 'POST', path: '/api/users', body: user() };
  const made = await api.call({
    method: 'POST',
    path: '/api/users',
    body: user(),
    headers: { 'X-Viewer': '0' },
  });
  const path = `/api/users/${made.json.id}`;
  return operation === 'update'
    ? { method: 'PATCH', path, body: { name: 'Ada L.' }, headers: { 'If-Match': '"1"' } }
    : { method: 'DELETE', path, headers: { 'If-Match': '"1"' } };
}

const DONE = { create: 201, update: 200, delete: 204 } as const;

async function deliver(
  send: () => Promise<ApiAnswer>,
  { copies, atOnce }: Repetition,
): Promise<readonly ApiAnswer[]> {
  if (atOnce) return Promise.all(Array.from({ length: copies }, send));
  const answers: ApiAnswer[] = [];
  for (let nth = 0; nth < copies; nth++) answers.push(await send());
  return answers;
}

/** What of some deliveries, a changed one and one of somebody else is not as promised. */
async function tryRepetition(api: RunningApi, trial: Repetition): Promise<string[]> {
  const { operation, key } = trial;
  const request = await requestOf(api, operation);
  const changesBefore = await prisma.change.count();
  const send = (who: 0 | 1, changed: Partial<ApiRequest> = {}): Promise<ApiAnswer> =>
    api.call({ ...request, ...changed, headers: { ...request.headers, ...by(who, key) } });
  const answers = [...(await deliver(() => send(0), trial)), await send(0)];
  const found: string[] = [];
  const expectThat = (isTrue: boolean, what: string): void => {
    if (!isTrue)
      found.push(`${what}: ${JSON.stringify({ ...trial, statuses: answers.map(({ status }) => status) })}`);
  };
  const done = answers.filter(({ status }) => status === DONE[operation]);
  const waiting = answers.filter(({ status, json }) => status === 409 && json?.code === 'in_progress');
  expectThat(
    done.length + waiting.length === answers.length && (trial.atOnce || waiting.length === 0),
    'another answer',
  );
  expectThat(
    new Set(done.map(({ text, headers }) => text + headers.get('ETag') + headers.get('Location'))).size === 1,
    'different answers',
  );
  expectThat(
    done.filter(({ headers }) => headers.get('Idempotency-Replayed') === null).length === 1,
    'not replayed once less than done',
  );
  expectThat((await prisma.change.count()) - changesBefore === 1, 'not one effect');
  const another = operation === 'create' ? { body: user() } : { path: `${request.path}0` };
  const reused = await send(0, another);
  expectThat(
    reused.status === 422 && reused.json?.code === 'key_reused',
    `another request: ${reused.status}`,
  );
  const theirs = await send(1, another);
  expectThat(
    theirs.status === (operation === 'create' ? 201 : 404) &&
      theirs.headers.get('Idempotency-Replayed') === null,
    `of somebody else: ${theirs.status}`,
  );
  return found;
}

/** Delivers so many operations again and again, on a PostgreSQL server, and counts what is not as promised. */
export async function repeatOperations(figures: Figures, trials: number): Promise<void> {
  const api = await runApi(await openTestServerDatabase(), () => saysWho);
  try {
    const property = fc.asyncProperty(repetition, async (trial) => {
      figures.trial(await tryRepetition(api, trial));
      figures.add('deliveries', trial.copies + 3);
    });
    await fc.assert(property, { numRuns: trials, seed: figures.seed });
  } finally {
    await api.close();
  }
}
