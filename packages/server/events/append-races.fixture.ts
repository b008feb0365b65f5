import { randomUUID } from 'node:crypto';
import { ConflictError } from 'reactive/errors';
import type { Figures } from '../../../scripts/figures.fixture';
import { prisma } from '../database/current';
import { unitOfWork } from '../database/unit-of-work';
import { counted, counter } from './counter.fixture';
import { EventStore } from './event-store';

const store = new EventStore(counter);
const WRITERS = 32;

/** Thirty-two append at one version, round after round: one does, and the others are told. */
export async function raceWriters(figures: Figures, rounds: number): Promise<void> {
  const id = randomUUID();
  for (let expected = 0; expected < rounds; expected++) {
    const outcomes = await Promise.allSettled(
      Array.from({ length: WRITERS }, (_, by) => store.append(id, [counted(by + 1)], { expected })),
    );
    const won = outcomes.filter(({ status }) => status === 'fulfilled').length;
    const told = outcomes.filter(
      (each) => each.status === 'rejected' && each.reason instanceof ConflictError,
    ).length;
    const isRight = won === 1 && told === WRITERS - 1;
    figures.trial(isRight ? [] : [`version ${expected}: ${won} appended, ${told} were told`]);
  }
  const versions = (await store.read(id)).map(({ version }) => version);
  const gaps = versions.filter((version, at) => version !== at + 1);
  figures.trial(gaps.length === 0 && versions.length === rounds ? [] : [`versions ${gaps.join()}`]);
}

/** An append is tried again, at once and later, alone and by several: it answers the same, and there is one. */
export async function retryAppends(figures: Figures, rounds: number): Promise<void> {
  const id = randomUUID();
  let version = 0;
  for (let round = 0; round < rounds; round++) {
    const events = Array.from({ length: 1 + (round % 3) }, (_, n) => counted(n, `${id}.${round}.${n}`));
    const attempt = () => store.append(id, events, { expected: version });
    const answers = await Promise.all([attempt(), attempt(), attempt()]);
    version += events.length;
    await store.append(id, [counted(1)], { expected: version });
    version += 1;
    answers.push(await store.append(id, events, { expected: version - 1 - events.length }));
    const text = (answer: unknown) =>
      JSON.stringify(answer, (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
    const distinct = new Set(answers.map(text));
    figures.trial(distinct.size === 1 ? [] : [`round ${round}: ${[...distinct].join(' and ')}`]);
  }
  const count = (await store.read(id)).length;
  figures.trial(count === version ? [] : [`${count} events instead of ${version}`]);
}

const REWRITES = [
  `UPDATE events SET data = '{"by": 0}'`,
  `UPDATE events SET type = 'named'`,
  `UPDATE events SET actor = 'nobody'`,
  'UPDATE events SET at = now()',
  'UPDATE events SET version = version + 1000',
  `UPDATE events SET id = id || 'x'`,
  'UPDATE events SET transaction = 0',
  'UPDATE events SET position = -position',
  'UPDATE events SET personal = NULL',
  'DELETE FROM events',
];

/** Somebody rewrites the past, in statement after statement: it stays as it was. */
export async function rewriteThePast(figures: Figures, rounds: number): Promise<void> {
  const id = randomUUID();
  await store.append(id, [counted(1), { type: 'named', data: {}, personal: { name: 'Ada' } }]);
  const digest = () => prisma.$queryRaw`SELECT md5(string_agg(e::text, '|' ORDER BY position)) FROM events e`;
  const before = JSON.stringify(await digest());
  for (let round = 0; round < rounds; round++) {
    const statement = `${REWRITES[round % REWRITES.length]} WHERE stream_id = '${id}'`;
    const outcome = await unitOfWork(() => prisma.$executeRawUnsafe(statement)).catch(({ cause }: Error) =>
      String(cause),
    );
    const isRefused = String(outcome).includes('neither changed nor removed');
    const isSame = JSON.stringify(await digest()) === before;
    figures.trial(isRefused && isSame ? [] : [`${statement}: ${outcome}`]);
  }
}
