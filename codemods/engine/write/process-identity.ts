import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Identifies a process, also against a later one with the same id. */
export interface ProcessIdentity {
  pid: number;
  host: string;
  /** Start time, where the system tells it, as process ids are reused. */
  started?: string | undefined;
}

function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command's name, may hold spaces and parentheses; the start time is the 22nd.
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return undefined;
  }
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) };
}

/** `unknown`: the process is on another machine. */
export function liveness({ pid, host, started }: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (host !== hostname()) return 'unknown';
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'dead';
  }
  const now = startOf(pid);
  return started !== undefined && now !== undefined && started !== now ? 'dead' : 'alive';
}

export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.host === b.host && a.started === b.started;
}
