import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { acquireOwnerLock } from './owner-lock';
import { ownIdentity } from './process-identity';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  return { ...real, writeFile: vi.fn(real.writeFile) };
});

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'owner-lock-race-'));
});
afterEach(() => fs.rm(folder, { recursive: true }));

it('the owner lock is not taken by one who slept while others took it, left it, and took it again', async () => {
  const real = await vi.importActual<typeof fs>('node:fs/promises');
  const lock = (turn: number) => join(folder, `owner-${turn}.lock`);
  await real.writeFile(lock(4), JSON.stringify({ ...ownIdentity(), pid: 2 ** 30 }));
  // It has found the fourth owner dead and is about to be the fifth. Meanwhile there was a fifth, who left; a sixth
  // works now, and has cleared the files of those before.
  vi.mocked(fs.writeFile).mockImplementationOnce(async (...call) => {
    await real.writeFile(lock(6), JSON.stringify(ownIdentity()));
    await real.rm(lock(4));
    return real.writeFile(...call);
  });
  await expect(acquireOwnerLock(folder)).rejects.toMatchObject({ pid: process.pid });
  expect(await real.readdir(folder)).toEqual(['owner-6.lock']);
});
