import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A program that runs in a process of its own, until it is killed. */
export interface Program {
  readonly process: ChildProcess;
  /** What it said so far, line by line. */
  readonly lines: readonly string[];
  /** What it wrote to stderr. */
  errors(): string;
  /**
   * Waits until it has said so many lines.
   *
   * @throws Error with its own words when it ends before
   */
  said(lines: number): Promise<void>;
  /** Ends it without a warning, and waits until everything that it had said is here. */
  kill(): Promise<void>;
}

/** Starts a file of TypeScript from its source. */
export function startProgram(file: URL, ...args: string[]): Program {
  const script = fileURLToPath(file);
  const options = ['--conditions=source', '--import', 'tsx', script, ...args];
  const child = spawn(process.execPath, options, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const lines: string[] = [];
  let rest = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return {
    process: child,
    lines,
    errors: () => errors,
    async said(count) {
      while (lines.length < count) {
        if (child.exitCode !== null) {
          await closed;
          if (lines.length >= count) return;
          throw new Error(`${script} ended with ${child.exitCode}: ${errors}`);
        }
        await delay(2);
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
