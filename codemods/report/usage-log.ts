import { z } from 'zod';
import { ReportError } from './report-error';
import { visible } from './visible';

/** One line of the wrapper's usage log: one call site in one process. Keys that a report does not need are ignored. */
const usageLineSchema = z.object({
  v: z.literal(1),
  code: z.string().min(1),
  rule: z.string().optional(),
  /** `null`, with line and column 0, where the caller is unknown. */
  file: z.string().min(1).nullable(),
  line: z.number().int().nonnegative(),
  column: z.number().int().nonnegative(),
  function: z.string().optional(),
  count: z.number().int().nonnegative(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  release: z.string().optional(),
  /** Identifies one process or worker thread. */
  run: z.string(),
  overflow: z.boolean().optional(),
});

type UsageLine = z.infer<typeof usageLineSchema>;

export interface UsageLog {
  /** For messages. */
  name: string;
  /** Iterated once: a log may be larger than memory. */
  lines: Iterable<string>;
}

/** A call site, added up over all runs and releases. */
export interface UsedSite extends Pick<UsageLine, 'code' | 'rule' | 'file' | 'line' | 'column' | 'function'> {
  count: number;
  firstSeen: string;
  lastSeen: string;
  /** In order of their first appearance. */
  releases: string[];
}

export interface Usage {
  logs: number;
  sites: readonly UsedSite[];
  tornLines: number;
}

/**
 * Reads the wrapper's logs, line by line: memory grows with the number of call sites and runs, not with the size of the logs. An
 * incomplete line of a process that ended is counted, not an error; if another process continued on that line, its part is read.
 *
 * @throws {ReportError} for a log without one readable line, or of a newer format
 */
export function readUsage(logs: readonly UsageLog[]): Usage {
  const sums = usageSums();
  let tornLines = 0;
  for (const log of logs) {
    let written = 0;
    let read = 0;
    for (const text of log.lines) {
      if (text.trim() === '') continue;
      written += 1;
      const { line, torn } = parseLine(text, log.name);
      if (torn) tornLines += 1;
      if (!line) continue;
      read += 1;
      sums.add(line);
    }
    if (written > 0 && read === 0) {
      throw new ReportError(
        `${visible(log.name)} is not a usage log: none of its ${written} lines can be read. Give a file written under ZENTRA_COMPAT_USAGE`,
      );
    }
  }
  return { logs: logs.length, sites: sums.sites(), tornLines };
}

/** Above the call sites of any log, and small enough that a run and a site fit into one exact number. */
const MAX_SITES = 2 ** 26;

/** Adds up the lines. Counts of a run are cumulative: a later line of a run replaces its earlier line of the same site. */
function usageSums(): { add: (line: UsageLine) => void; sites: () => UsedSite[] } {
  const sites = new Map<string, UsedSite & { number: number }>();
  const runs = new Map<string, number>();
  const counts = new Map<number, number>();
  return {
    add(line) {
      const { code, rule, file, line: row, column, function: name, overflow, run, release } = line;
      const key = JSON.stringify([code, file, row, column, name, overflow]);
      const { firstSeen, lastSeen } = line;
      const site = sites.get(key) ?? {
        number: sites.size,
        ...{ code, rule, file, line: row, column, function: name },
        ...{ count: 0, firstSeen, lastSeen, releases: [] },
      };
      sites.set(key, site);
      const ofRun = JSON.stringify([run, release]);
      const runNumber = runs.get(ofRun) ?? runs.size;
      runs.set(ofRun, runNumber);
      const place = runNumber * MAX_SITES + site.number;
      site.count += line.count - (counts.get(place) ?? 0);
      counts.set(place, line.count);
      if (firstSeen < site.firstSeen) site.firstSeen = firstSeen;
      if (lastSeen > site.lastSeen) site.lastSeen = lastSeen;
      if (release !== undefined && !site.releases.includes(release)) site.releases.push(release);
    },
    sites: () => [...sites.values()],
  };
}

function parseLine(text: string, name: string): { line: UsageLine | undefined; torn: boolean } {
  const whole = usageLine(text, name);
  if (whole) return { line: whole, torn: false };
  const start = text.lastIndexOf('{"v":');
  return { line: start > 0 ? usageLine(text.slice(start), name) : undefined, torn: true };
}

function usageLine(text: string, name: string): UsageLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (
    value !== null &&
    typeof value === 'object' &&
    'v' in value &&
    typeof value.v === 'number' &&
    value.v > 1
  ) {
    throw new ReportError(
      `${visible(name)} was written in usage format ${value.v}, and this version reads 1: update zentra-codemods`,
    );
  }
  return usageLineSchema.safeParse(value).data;
}
