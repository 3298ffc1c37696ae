import type { FileOutcome } from '../report/report';
import { StackTooShort } from './stack-too-short';

/** The compiler, or a later stage, failed on a file. */
export class FileFault extends Error {
  /** @param file absolute path */
  constructor(
    readonly file: string,
    override readonly cause: unknown,
  ) {
    super(`${file}: ${String(cause)}`, { cause });
  }
}

export const isStackOverflow = (error: unknown): boolean =>
  error instanceof RangeError && /call stack/i.test(error.message);

/** Does one file's part of the work, and turns an error in it into a {@link FileFault} of that file. */
export function blaming<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof FileFault || isOfTheRun(error)) throw error;
    throw new FileFault(file, error);
  }
}

/** Errors that are no file's fault, by name, as a class that is bundled more than once is several classes. */
const NOBODYS_FAULT: ReadonlySet<string> = new Set([
  'UsageError',
  'ChangedSinceScan',
  'AbortError',
  'StackTooShort',
]);

const isOfTheRun = (error: unknown): boolean => error instanceof Error && NOBODYS_FAULT.has(error.name);

interface Work<Item, Result> {
  /** Absolute path of an item. */
  pathOf(item: Item): string;
  /**
   * @param broken absolute paths of the files that must not be read
   * @throws {FileFault} where the file at fault is known
   */
  do(items: readonly Item[], broken: ReadonlySet<string>): Result;
  /** Called after a failure. @returns the faults of the items that fail by themselves */
  suspects(items: readonly Item[]): FileFault[];
  /** Whether a stack that is too short is an error. */
  needsStack: boolean;
}

/**
 * Works on many files at once and, after a failure, again without the files at fault: a bad file costs no other.
 *
 * @throws {StackTooShort}
 */
export function contained<Item, Result>(
  items: readonly Item[],
  work: Work<Item, Result>,
): { results: Result[]; left: readonly (readonly [Item, FileFault])[] } {
  const faults = new Map<string, FileFault>();
  const results: Result[] = [];
  const pending: (readonly Item[])[] = [items];
  for (let group = pending.pop(); group; group = pending.pop()) {
    const rest = group.filter((item) => !faults.has(work.pathOf(item)));
    if (rest.length === 0) continue;
    try {
      results.push(work.do(rest, new Set(faults.keys())));
    } catch (error) {
      if (isOfTheRun(error)) throw error;
      if (work.needsStack && isStackOverflow(error instanceof FileFault ? error.cause : error))
        throw new StackTooShort();
      const known = faults.size;
      const found = [...work.suspects(rest), ...(error instanceof FileFault ? [error] : [])];
      for (const fault of found) faults.set(fault.file, faults.get(fault.file) ?? fault);
      const [only] = rest;
      if (faults.size > known) pending.push(rest);
      else if (rest.length === 1) faults.set(work.pathOf(only!), new FileFault(work.pathOf(only!), error));
      else pending.push(rest.slice(rest.length >> 1), rest.slice(0, rest.length >> 1));
    }
  }
  const left = items.flatMap((item): (readonly [Item, FileFault])[] => {
    const fault = faults.get(work.pathOf(item));
    return fault ? [[item, fault]] : [];
  });
  return { results, left };
}

/** The outcome of a faulty file in the report. */
export function failureOf(file: string, { cause }: FileFault): FileOutcome {
  const error = isStackOverflow(cause)
    ? 'is nested too deeply for the compiler, or what it takes its types from is: break up its longest chain or expression, then migrate again'
    : `the compiler does not get through it: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`;
  return { file, status: 'failed', error };
}
