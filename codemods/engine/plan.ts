import { isUtf8 } from 'node:buffer';
import type { BlindSpot, FileOutcome } from '../report/report';
import { applyEdits } from '../rewrite/edits';
import { COMPAT_MODULE } from '../zentra/names';
import type { Analysis } from './analyse';
import type { FileSystem } from './file-system/file-system';
import { addCompat } from './manifest/add-compat';
import type { InstalledSdks } from './manifest/installed-sdk';
import { satisfiesReviewed } from './manifest/reviewed';
import type { FileChange, MigrateOptions } from './options';
import type { Package } from './scan/packages';
import type { Scan } from './scan/scan';
import { COMPAT_RANGE } from './tool';

export interface Plan {
  changes: FileChange[];
  failed: FileOutcome[];
  /** What was not switched, and may fail or hide legacy use therefore. */
  blindSpots: BlindSpot[];
}

/** Decides which packages take `zentra-compat` instead of the SDK, and what every file becomes. */
export async function planChanges(
  root: string,
  scan: Scan,
  analysis: Analysis,
  options: MigrateOptions,
  sdks: InstalledSdks,
  fileSystem: FileSystem,
): Promise<Plan> {
  const switching = await switchingPackages(scan, analysis, options, sdks);
  const plan: Plan = { changes: [], failed: [], blindSpots: [] };
  const needing = new Set<Package>();
  for (const { file, candidate, sites, accepted, rewritten: rewrittenIn } of analysis.files) {
    const owner = scan.packages.of(file);
    const switches = switching.has(owner);
    if (!switches && sites.length + accepted.length === 0) continue;
    const rewritten = rewrittenIn();
    if ('error' in rewritten) {
      plan.failed.push({ file, status: 'failed', error: rewritten.error });
      continue;
    }
    const edits = rewritten.edits(switches);
    const after = Buffer.from(applyEdits(candidate.bytes.toString('utf8'), edits), 'utf8');
    if (!isUtf8(candidate.bytes)) {
      if (edits.length > 0) plan.failed.push({ file, status: 'failed', error: NOT_UTF8 });
      continue;
    }
    if (!after.equals(candidate.bytes)) plan.changes.push({ file, before: candidate.bytes, after, edits });
    if (rewritten.needsCompat || (switches && rewritten.importsSdk)) needing.add(owner);
  }
  const manifests = await addCompat(
    root,
    [...needing].map(({ folder }) => folder),
    COMPAT_RANGE,
    fileSystem,
  );
  plan.changes.push(...manifests.changes);
  plan.failed.push(...manifests.failed);
  plan.changes.sort((a, b) => (a.file < b.file ? -1 : 1));
  return plan;
}

const NOT_UTF8 = 'is not valid UTF-8, so it is not changed: convert it, then migrate again';

/**
 * A client may be built in one package and used in another, so packages that import each other are migrated together: once
 * anything is rewritten in one of them, or where the person says so.
 */
async function switchingPackages(
  { packages }: Scan,
  analysis: Analysis,
  { client, reviewedSdk }: MigrateOptions,
  sdks: InstalledSdks,
): Promise<Set<Package>> {
  if (client === 'keep') return new Set();
  const mayTakeCompat = async (owner: Package) => {
    const sdk = await sdks(owner.folder);
    return sdk.kind !== 'compat' && (client === COMPAT_MODULE || !satisfiesReviewed(sdk, reviewedSdk));
  };
  const migrated =
    client === COMPAT_MODULE
      ? packages.all
      : together(
          packages.all,
          analysis.files
            .filter(({ sites }) => sites.some(({ status }) => status === 'rewritten'))
            .map(({ file }) => packages.of(file)),
          [
            ...analysis.crossings.map(([from, to]): [Package, Package] => [
              packages.of(from),
              packages.of(to),
            ]),
            ...dependencies(packages.all),
          ],
        );
  const users = [...migrated].filter(({ usesSdk }) => usesSdk);
  const mayTake = await Promise.all(users.map(mayTakeCompat));
  return new Set(users.filter((_, index) => mayTake[index]));
}

/** Everything that is connected to the packages to start from. */
function together(
  all: readonly Package[],
  start: readonly Package[],
  links: readonly (readonly [Package, Package])[],
): Set<Package> {
  const neighbours = new Map<Package, Package[]>(all.map((item) => [item, []]));
  for (const [a, b] of links) {
    neighbours.get(a)?.push(b);
    neighbours.get(b)?.push(a);
  }
  const found = new Set<Package>();
  const queue = [...start];
  for (let item = queue.pop(); item; item = queue.pop()) {
    if (found.has(item)) continue;
    found.add(item);
    queue.push(...(neighbours.get(item) ?? []));
  }
  return found;
}

/** The links between packages that use the SDK. */
function dependencies(all: readonly Package[]): [Package, Package][] {
  const byName = new Map(all.filter(({ usesSdk }) => usesSdk).map((item) => [item.name, item]));
  return all
    .filter(({ usesSdk }) => usesSdk)
    .flatMap((item) =>
      [...item.dependencies].flatMap((name): [Package, Package][] => {
        const other = byName.get(name);
        return other ? [[item, other]] : [];
      }),
    );
}
