import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

let pageSize: number | undefined;

/** Resident bytes of every process group of this machine, by the group's id. */
export async function residentByGroup(): Promise<Map<number, number>> {
  return process.platform === 'linux' ? fromProc() : await fromPs();
}

function fromProc(): Map<number, number> {
  pageSize ??= Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
  const groups = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = statFields(entry);
    // proc(5), counted after the command's name: 2 is the group, 21 the resident pages.
    if (fields !== undefined) add(groups, Number(fields[2]), Number(fields[21]) * pageSize);
  }
  return groups;
}

/** `undefined` for a process that has just ended. The command's name may hold spaces and brackets: skip past its last one. */
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
