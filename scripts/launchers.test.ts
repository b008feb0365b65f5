import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fromPs, launchersOf, readProcess, watchLaunchers } from './launchers.mjs';

const from = (table: Record<number, [parent: number, command: string]>) => (pid: number) => {
  const row = table[pid];
  return row && { parent: row[0], command: row[1] };
};

describe('launchersOf', () => {
  it('goes up to the outermost npx, through the shells in between', () => {
    const read = from({
      9: [8, 'node scripts/start.mjs '],
      8: [7, 'sh -c turbo run build && node scripts/start.mjs '],
      7: [6, 'pnpm start '],
      6: [5, "sh -c 'pnpm' start "],
      5: [4, 'npm exec pnpm start'],
      4: [3, '/bin/bash '],
      3: [1, 'npm exec editor'],
    });
    expect(launchersOf(9, read)).toEqual([9, 8, 7, 6, 5]);
  });

  it('knows a launcher that runs as a script of node', () => {
    const read = from({ 9: [8, 'node x '], 8: [7, 'node /usr/bin/npx pnpm start '], 7: [1, '/sbin/init '] });
    expect(launchersOf(9, read)).toEqual([9, 8]);
  });

  it('leaves out a shell that merely called the launcher', () => {
    const read = from({
      9: [8, 'node x '],
      8: [7, 'pnpm start '],
      7: [6, 'bash -c pnpm start & '],
      6: [1, 'sshd '],
    });
    expect(launchersOf(9, read)).toEqual([9, 8]);
  });

  it('is the process alone when nobody launched it', () => {
    expect(launchersOf(9, from({ 9: [1, 'node main.js '], 1: [0, '/sbin/init '] }))).toEqual([9]);
  });
});

describe('readProcess', () => {
  it.each([['the platform', readProcess] as const, ['ps', fromPs] as const])(
    'tells parent and command by %s',
    (_, read) => {
      expect(read(process.pid)).toMatchObject({
        parent: process.ppid,
        command: expect.stringContaining('node'),
      });
    },
  );

  it('has nothing to tell of a process that does not exist', () => {
    expect(readProcess(2 ** 30)).toBeUndefined();
  });
});

describe('watchLaunchers', () => {
  async function launched() {
    const script = `process.title = 'npm exec sleep';
      console.log(require('node:child_process').spawn('sleep', ['60']).pid);`;
    const launcher = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(launcher.stdout, 'data');
    const child = Number(line);
    onTestFinished(() => {
      launcher.kill('SIGKILL');
      process.kill(child, 'SIGKILL');
    });
    return { launcher, child };
  }

  it('calls back once when a launcher is killed', async () => {
    const { launcher, child } = await launched();
    const onGone = vi.fn();
    watchLaunchers(onGone, { pid: child, everyMs: 10 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(onGone).not.toHaveBeenCalled();

    launcher.kill('SIGKILL');
    await vi.waitFor(() => expect(onGone).toHaveBeenCalled());
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(onGone).toHaveBeenCalledTimes(1);
  });

  it('is silent after it was ended', async () => {
    const { launcher, child } = await launched();
    const onGone = vi.fn();
    const unwatch = watchLaunchers(onGone, { pid: child, everyMs: 10 });
    unwatch();
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(onGone).not.toHaveBeenCalled();
  });
});
