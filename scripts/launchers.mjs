import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ parent: number, command: string }} Process
 * @typedef {(pid: number) => Process | undefined} ReadProcess
 */

const LAUNCHER = /^\S*(npm|npx|pnpm)(\s|$)|^\S*node\s\S*(npm|npx|pnpm)(-cli)?(\.c?js)?\s/;
const SHELL_COMMAND = /^\S*sh\s+-c\s/;

/**
 * Parent and command line of a process, from /proc where there is one and from `ps` elsewhere.
 *
 * @type {ReadProcess}
 */
export function readProcess(pid) {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

/** @type {(pid: number) => Process} */
function fromProc(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in parentheses, which may hold anything; then come state and parent.
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    parent: Number(parent),
    command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
  };
}

/** @type {(pid: number) => Process} */
export function fromPs(pid) {
  const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  const space = line.indexOf(' ');
  return { parent: Number(line.slice(0, space)), command: line.slice(space + 1).trim() };
}

/**
 * The chain of pids from a process up to the outermost npx, npm or pnpm that launched it, shells in between
 * included; the process alone when none did.
 *
 * @param {number} pid
 * @param {ReadProcess} read
 * @returns {number[]}
 */
export function launchersOf(pid, read) {
  const chain = [pid];
  let length = 1;
  let above = read(pid)?.parent ?? 0;
  for (let at = read(above); at; at = read(above)) {
    chain.push(above);
    if (LAUNCHER.test(at.command)) length = chain.length;
    else if (!SHELL_COMMAND.test(at.command)) break;
    above = at.parent;
  }
  return chain.slice(0, length);
}

/**
 * Calls back, once, when one of the launchers is gone. A signal that ends only `npx` or a shell between it and
 * us would otherwise leave the server running, with its port and its database lock.
 *
 * @param {() => void} onGone
 * @param {{ pid?: number, read?: ReadProcess, everyMs?: number }} [options]
 * @returns {() => void} ends the watch
 */
export function watchLaunchers(onGone, { pid = process.pid, read = readProcess, everyMs = 500 } = {}) {
  const chain = launchersOf(pid, read);
  if (chain.length === 1) return () => {};
  const timer = setInterval(() => {
    // A killed parent may stay visible until somebody waits for it; its child is handed on at once.
    const whole = chain.slice(0, -1).every((child, at) => read(child)?.parent === chain[at + 1]);
    if (whole) return;
    clearInterval(timer);
    onGone();
  }, everyMs).unref();
  return () => clearInterval(timer);
}
