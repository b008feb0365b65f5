import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Tells a process from every other, also from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The machine, where numbers of processes mean something; absent where names of machines change on the way. */
  readonly machine?: string | undefined;
  /** When the process began, in whatever form the system tells it; absent where it does not. */
  readonly started?: string | undefined;
}

/** Linux: the boot, and the ticks from boot to start; `null` for a zombie, which holds nothing any more. */
function startedOnLinux(pid: number): string | null | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in brackets, and may hold blanks and brackets of its own.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function startedByPs(pid: number): string | undefined {
  const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() || undefined : undefined;
}

function startOf(pid: number): string | null | undefined {
  if (process.platform === 'linux') return startedOnLinux(pid);
  return process.platform === 'win32' ? undefined : startedByPs(pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    machine: process.platform === 'linux' ? hostname() : undefined,
    started: startOf(process.pid) ?? undefined,
  };
}

/**
 * Whether a process may still run. What cannot be found out counts as running: a lock taken from somebody who still
 * works loses data, a lock left to nobody costs a person one command.
 */
export function mayRun(identity: ProcessIdentity): boolean {
  if (identity.machine !== ownIdentity().machine) return true;
  if (!exists(identity.pid)) return false;
  const started = startOf(identity.pid);
  if (started === null) return false;
  return started === undefined || identity.started === undefined || started === identity.started;
}
