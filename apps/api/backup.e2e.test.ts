import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openDatabase, prisma, unitOfWork } from '@myapp/server/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;
let dataDir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-command-'));
  dataDir = join(folder, 'data');
});
afterAll(() => rm(folder, { recursive: true }));

/** What a command prints, after its exit code. */
async function run(command: 'backup' | 'restore', ...args: string[]): Promise<string> {
  const script = join(import.meta.dirname, `${command}.ts`);
  const { DATABASE_URL: _server, ...env } = process.env;
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', script, ...args], {
    cwd: ROOT,
    env: { ...env, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return `${String(code)} ${out}${errors}`;
}

describe('pnpm backup and pnpm restore', () => {
  it('save a database while it is open, and bring it back', { timeout: 120_000 }, async () => {
    const file = join(folder, 'one.tar.gz');
    const database = await openDatabase({ dataDir });
    const data = { name: 'Ada', email: 'ada@example.org' };
    const ada = await unitOfWork(() => prisma.user.create({ data }), { actor: 'system' });
    expect(await run('backup', file)).toBe(
      `0 The embedded database in ${dataDir} was backed up to ${file}, by the process that has it open.\n`,
    );
    await unitOfWork(() => prisma.user.deleteMany(), { actor: 'system' });
    expect(await run('restore', file, '--replace')).toContain(
      `1 The database in ${dataDir} is in use by process`,
    );
    await database.close();

    expect(await run('restore', file)).toMatch(/^1 There is a database in .*with --replace/);
    expect(await run('restore', file, '--replace')).toMatch(
      /^0 .* was restored from .*: \d+ rows\. What was there/,
    );
    const restored = await openDatabase({ dataDir });
    expect(await restored.prisma.user.findMany()).toEqual([ada]);
    await restored.close();
  });

  it('say in one line what they can’t do, and leave nothing behind', { timeout: 120_000 }, async () => {
    expect(await run('restore')).toBe('1 Usage: pnpm restore FILE [--replace]\n');
    expect(await run('backup', 'a', 'b')).toBe('1 Usage: pnpm backup [FILE]\n');
    expect(await run('restore', 'a', '--force')).toMatch(/^1 Unknown option '--force'.*\n$/);
    expect(await run('restore', join(folder, 'none'))).toMatch(/^1 The backup .* can't be read: .*\n$/);
    const before = await readdir(folder);
    dataDir = join(folder, 'nowhere');
    expect(await run('backup', join(folder, 'two'))).toMatch(/^1 There is no database in .*\n$/);
    expect(await readdir(folder)).toEqual(before);
    expect(existsSync(dataDir)).toBe(false);
  });
});
