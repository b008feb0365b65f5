import { join } from 'node:path';
import fc from 'fast-check';
import type { Figures } from '../../../../scripts/figures.fixture';
import { openDatabase, prisma, unitOfWork } from '../../db';
import { type BackupTarget, backupDatabase, restoreDatabase } from './backup';
import { digestOf } from './digest.fixture';

const names = fc.array(fc.string({ unit: 'grapheme', minLength: 2, maxLength: 40 }), {
  minLength: 1,
  maxLength: 60,
});

/** Text that the database takes: PostgreSQL knows no zero, and the limits are counted in code points. */
function storable(name: string): string {
  return `${Array.from(name.replaceAll('\0', '0')).slice(0, 150).join('')}..`;
}

async function write(round: number, seed: number): Promise<void> {
  const [some = []] = fc.sample(names, { seed: seed + round, numRuns: 1 });
  const data = some.map((name, number) => ({
    name: storable(name),
    email: `${round}.${number}@example.org`,
  }));
  await unitOfWork(() => prisma.user.createMany({ data }), { actor: 'system' });
}

/** Backs up, changes what there is, restores and compares, again and again on one database. */
export async function roundTrips(
  figures: Figures,
  { target, folder, rounds }: { target: BackupTarget; folder: string; rounds: number },
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const file = join(folder, `${round}.backup`);
    const database = await openDatabase(target);
    await write(round, figures.seed);
    const digest = await digestOf(database.prisma);
    // Every other one while the application runs.
    if (round % 2 === 0) {
      await backupDatabase(target, file);
      await unitOfWork(() => prisma.user.deleteMany(), { actor: 'system' });
      await database.close();
    } else {
      await database.close();
      await backupDatabase(target, file);
    }
    await restoreDatabase(target, file, { replace: true });
    const restored = await openDatabase(target);
    const found = await digestOf(restored.prisma);
    await restored.close();
    figures.trial(found === digest ? [] : [`round ${round}: ${found} instead of ${digest}`]);
  }
}
