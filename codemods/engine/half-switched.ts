import type { BlindSpot } from '../report/report';
import { append } from '../resolve/append';
import type { RenamedOccurrence } from '../resolve/occurrences';
import type { Sdk } from '../resolve/sdk';
import type { Door } from '../resolve/verdict';
import type { FileSystem } from './file-system/file-system';
import { relativeTo } from './relative-to';
import type { Package } from './scan/packages';
import type { Scan } from './scan/scan';
import type { FileText } from './site';
import { filesWritten } from './write/files-written';

/** A reviewed name on a client: it is a method of the replacement's clients, and missing on those of the old SDK. */
export interface RenamedUse {
  file: string;
  line: number;
  name: string;
  /** The imports that its client came through. */
  doors: readonly Door[];
}

export function renamedUseOf(
  { file, lines }: FileText,
  { name, source, verdict }: RenamedOccurrence,
  fileOf: (unit: string) => string,
): RenamedUse {
  const doors = verdict.doors.map((door) => ({ ...door, file: fileOf(door.file) }));
  return { file, line: lines.positionOf(name.getStart(source)).line, name: name.text, doors };
}

export interface HalfRunOptions {
  /** Absolute real path, with `/`. */
  root: string;
  scan: Scan;
  fileSystem: FileSystem;
  /** Packages with a file that imports the replacement already. */
  importers: ReadonlySet<Package>;
}

/**
 * Whether an earlier run wrote a reviewed name: a file of its package or of its client's package imports the replacement, or the
 * journal has a run that changed its file. Otherwise the SDK itself may have the name.
 */
export function createHalfRuns({
  root,
  scan,
  fileSystem,
  importers,
}: HalfRunOptions): (use: RenamedUse) => boolean {
  const written = fileSystem.isDisk ? filesWritten(root, process.env) : new Set();
  return ({ file, doors }: RenamedUse): boolean =>
    written.has(file) ||
    [file, ...doors.flatMap((door) => relativeTo(root, door.file) ?? [])]
      .map(scan.packages.of)
      .some((owner) => importers.has(owner));
}

const HALF_SWITCHED = 'half-switched';

/**
 * One blind spot for each package that has reviewed names on clients that stay the old SDK's.
 *
 * @param uses with the reason why their client is not switched, and whether an earlier run wrote them
 */
export function blindSpotsOfHalf(
  uses: readonly (RenamedUse & { reason: string; isOurs: boolean })[],
  packageOf: (file: string) => Package,
  sdk: Sdk,
): BlindSpot[] {
  const byPackage = new Map<Package, (RenamedUse & { reason: string; isOurs: boolean })[]>();
  for (const use of uses) append(byPackage, packageOf(use.file), use);
  return [...byPackage.values()].map((group) => {
    const [{ file, line, name, reason, isOurs }] = group as [(typeof group)[number]];
    const { module, namespace, replacement } = sdk;
    const call = `${namespace}.${name}()`;
    return {
      kind: HALF_SWITCHED,
      file,
      line,
      reason: isOurs
        ? `${call} has its reviewed name already, and its client does not know it. ${reason}`
        : `${call} has a reviewed name on a client of ${module}. Has this package a newer SDK that knows it? Then say so with reviewedSdk in the configuration or with --client keep; else migrate with --client ${replacement}`,
      uses: group.length,
    };
  });
}

/** The blind spot of a check alone: every other run switches the imports. */
export const toBeSwitched = (
  { file, line, name, doors }: RenamedUse,
  { namespace, replacement }: Sdk,
): BlindSpot => ({
  kind: HALF_SWITCHED,
  file,
  line,
  reason: `${namespace}.${name}() has its reviewed name already, and its client${doors.length > 0 ? '' : ', as far as can be seen,'} is not switched to ${replacement} yet: an earlier run did not get through. Migrate without --check`,
});
