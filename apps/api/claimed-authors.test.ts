import { openTestDatabase } from '@myapp/server/database/testing';
import { prisma } from '@myapp/server/db';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../../scripts/figures.fixture';
import { type GuardedApi, PEOPLE, runGuardedApi } from './permissions.fixture';

const { user, admin } = PEOPLE;
const THEN = '2001-01-01T00:00:00.000Z';

/** Who else may be said to have done it, and when. */
const claims = fc.oneof(
  fc.record({
    name: fc.constantFrom('actor', 'actorId', 'userId', 'author', 'by', 'startedBy'),
    value: fc.constantFrom(admin.id, 'system', 'test'),
  }),
  fc.record({
    name: fc.constantFrom('at', 'createdAt', 'updatedAt', 'occurredAt', 'timestamp', 'date', 'version'),
    value: fc.constantFrom(THEN, '99'),
  }),
);
const places = fc.constantFrom('header', 'X- header', 'query', 'body');

let api: GuardedApi;
beforeAll(async () => {
  api = await runGuardedApi(await openTestDatabase());
  await api.arrange();
});
afterAll(() => api.close());

describe('an author or a time that a client claims', () => {
  const figures = figuresOf('authors and times that clients claim (60)');

  it('is refused or without effect: events are by who is signed in, and of now', async () => {
    const tried = fc.sample(fc.record({ claim: claims, place: places }), {
      seed: figures.seed,
      numRuns: 100,
    });
    for (const [at, { claim, place }] of tried.entries()) {
      const versionBefore = await api.versionOf(user.id);
      const before = Date.now();
      const header = place === 'header' ? claim.name : `X-${claim.name}`;
      const { status } = await api.as('user', {
        method: 'PATCH',
        path: `/api/users/${user.id}${place === 'query' ? `?${claim.name}=${claim.value}` : ''}`,
        headers: {
          'If-Match': `"${versionBefore}"`,
          ...(place.endsWith('header') && { [header]: claim.value }),
        },
        body: { name: `Una ${at}`, ...(place === 'body' && { [claim.name]: claim.value }) },
      });
      const told = await prisma.historyEntry.findMany({
        where: { userId: user.id, type: 'renamed' },
        orderBy: { position: 'asc' },
        skip: versionBefore - 1,
      });
      const isOwn = told.every(
        (event) => event.actor === user.id && event.at.getTime() >= before - 1 && event.at <= new Date(),
      );
      const isRight = status === 200 ? told.length === 1 && isOwn : status < 500 && told.length === 0;
      // A member that there is none of is no change of a user.
      const isRefused = place !== 'body' || status !== 200;
      figures.trial(isRight && isRefused ? [] : [`${place} ${claim.name}: ${status}, ${told.length} events`]);
    }
    expect(figures.violations).toEqual([]);
    expect(await prisma.historyEntry.count({ where: { userId: user.id, type: 'renamed' } })).toBeGreaterThan(
      50,
    );
  });
});
