import fc from 'fast-check';
import type { Figures } from '../../../scripts/figures.fixture';
import { prisma } from '../database/current';
import { startProgram } from '../database/program.fixture';
import { accountActivity, rebuildProjection, stepProjection } from './index';

const PROGRAM = new URL('projector-program.fixture.ts', import.meta.url);

async function digest(): Promise<string> {
  const rows = await prisma.accountActivity.findMany({ orderBy: { userId: 'asc' } });
  return JSON.stringify(rows);
}

/** Some users, with some history each. */
async function write(round: number, users: number): Promise<void> {
  const data = Array.from({ length: users }, (_, n) => ({ name: 'Ada', email: `${round}.${n}@example.org` }));
  await prisma.user.createMany({ data });
  const mine = { email: { startsWith: `${round}.` } };
  for (const name of ['Ada L.', 'Ada Lovelace']) {
    await prisma.user.updateMany({ where: mine, data: { name, version: { increment: 1 } } });
  }
  await prisma.user.deleteMany({ where: { email: `${round}.0@example.org` } });
}

/** Catches up, also where a transaction that was killed has still to end. */
async function catchUp(): Promise<void> {
  for (let patience = 0; patience < 1000; patience++) {
    const { applied, isOthers } = await stepProjection(accountActivity);
    const [lag] = await prisma.$queryRaw<[{ behind: boolean }]>`
      SELECT EXISTS (SELECT FROM events AS e, projections AS p WHERE p.name = ${accountActivity.name}
        AND (e.transaction, e.position) > (p.transaction, p.position)) AS behind`;
    if (applied === 0 && !isOthers && !lag?.behind) return;
    if (applied === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A process that projects is killed after it applied events and before it committed how far it is. */
export async function killProjector(
  figures: Figures,
  { url, kills }: { url: string; kills: number },
): Promise<void> {
  const moments = fc.sample(fc.integer({ min: 1, max: 12 }), { seed: figures.seed, numRuns: kills });
  for (const [round, moment] of moments.entries()) {
    await write(round, 12);
    const program = startProgram(PROGRAM, url, '3');
    try {
      await program.said(moment);
    } finally {
      await program.kill();
    }
    await catchUp();
    const live = await digest();
    await rebuildProjection(accountActivity);
    const rebuilt = await digest();
    figures.trial(live === rebuilt && live !== '[]' ? [] : [`kill ${round}: ${live} instead of ${rebuilt}`]);
  }
}
