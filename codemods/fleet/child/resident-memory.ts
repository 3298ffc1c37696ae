import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

let pageSize: number | undefined;

/**
 * Processes that were in none of the groups at the last sample. They are not read again for a second: our children lead sessions of their
 * own, and no process can join a group of another session. Later, the system may have given the id to another process.
 */
let others: { pids: ReadonlySet<string>; at: number } = { pids: new Set(), at: 0 };
const MOMENT_MS = 1_000;

/** Resident bytes of the process groups, by their ids. */
export async function residentByGroup(groups: ReadonlySet<number>): Promise<Map<number, number>> {
  return process.platform === 'linux' ? fromProc(groups) : await fromPs();
}

function fromProc(groups: ReadonlySet<number>): Map<number, number> {
  pageSize ??= Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
  const resident = new Map<number, number>();
  const now = performance.now();
  const known = now - others.at < MOMENT_MS ? others.pids : new Set();
  const pids = new Set<string>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = known.has(entry) ? undefined : statFields(entry);
    // proc(5), counted after the command's name: 2 is the group, 21 the resident pages.
    const group = Number(fields?.[2]);
    if (groups.has(group)) add(resident, group, Number(fields?.[21]) * pageSize);
    else pids.add(entry);
  }
  others = { pids, at: now };
  return resident;
}

/** `undefined` for a process that has just ended. The command's name may hold spaces and brackets: fields start after the last `)`. */
function statFields(pid: string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

async function fromPs(): Promise<Map<number, number>> {
  const groups = new Map<number, number>();
  const { stdout } = await run('ps', ['-A', '-o', 'pgid=', '-o', 'rss=']);
  for (const line of stdout.split('\n')) {
    const [group, kilobytes] = line.trim().split(/\s+/);
    if (kilobytes !== undefined) add(groups, Number(group), Number(kilobytes) * 1024);
  }
  return groups;
}

const add = (groups: Map<number, number>, group: number, bytes: number) =>
  groups.set(group, (groups.get(group) ?? 0) + bytes);
