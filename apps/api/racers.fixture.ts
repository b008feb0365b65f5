import { prisma } from '@myapp/server/db';
import { expect } from 'vitest';
import type { ApiAnswer, RunningApi } from './api.fixture';

/** Some rounds on one API. */
export interface Races {
  readonly api: RunningApi;
  readonly rounds: number;
}

const RACERS = 50;

/** `If-Match` of a version. */
export const v = (version: number) => ({ 'If-Match': `"${version}"` });

/** Makes a user, and gives the path to it. */
export async function createUser(api: RunningApi, name: string): Promise<string> {
  const body = { name: 'Ada', email: `ada-${name}@example.org` };
  const { json } = await api.call({ method: 'POST', path: '/api/users', body });
  return `/api/users/${json.id}`;
}

/** How often each status was answered. */
function tally(answers: readonly ApiAnswer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const idOf = (path: string): string => path.split('/').at(-1) ?? '';

/** Fifty change one user at one version, round after round. */
export async function raceToChange({ api, rounds }: Races): Promise<void> {
  const path = await createUser(api, 'races');
  for (let version = 1; version <= rounds; version++) {
    const racers = Array.from({ length: RACERS }, (_, n) =>
      api.call({ method: 'PATCH', path, headers: v(version), body: { name: `Racer ${n}` } }),
    );
    const answers = await Promise.all(racers);
    expect(tally(answers)).toEqual({ 200: 1, 412: RACERS - 1 });
    const won = answers.find(({ status }) => status === 200);
    expect((await api.call({ path })).json).toEqual(won?.json);
    expect(won?.json.version).toBe(version + 1);
  }
  expect(await prisma.change.count({ where: { entityId: idOf(path), kind: 'update' } })).toBe(rounds);
  process.stdout.write(`racers: ${rounds} rounds of ${RACERS}, one winner each, 0 violations\n`);
}

/** Ten change a user at the version at which ten delete it, round after round. */
export async function raceToDelete({ api, rounds }: Races): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const path = await createUser(api, `${round}`);
    const racers = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0
        ? api.call({ method: 'DELETE', path, headers: v(1) })
        : api.call({ method: 'PATCH', path, headers: v(1), body: { name: `Racer ${n}` } }),
    );
    const counts = tally(await Promise.all(racers));
    const isGone = counts[204] === 1;
    // Nobody is told of a newer version of what is gone, nor that what is there is not.
    expect(counts).toEqual(isGone ? { 204: 1, 404: 19 } : { 200: 1, 412: 19 });
    expect((await api.call({ path })).status).toBe(isGone ? 404 : 200);
    expect(await prisma.change.count({ where: { entityId: idOf(path) } })).toBe(2);
  }
}
