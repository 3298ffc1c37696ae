import type { BlindSpot } from '../report/report';
import { onceEach } from '../resolve/once-each';
import type { Analysis } from './analyse';
import type { DecideOptions } from './decide';
import { MODULE_BY_NAME } from './find-replacements';
import { importsSdk } from './imports-module';
import { rewrittenIn } from './rewritten-in';
import type { Package } from './scan/packages';
import type { Scan } from './scan/scan';
import { isPage } from './scan/units';

/**
 * The packages whose imports of the module a replacement in a package applies to: those in its folder, where a mapper or a manual mock of
 * a workspace applies, and those that it imports, whose files its tests load.
 */
export type MockedBy = (owner: Package) => ReadonlySet<Package>;

export function createMockedBy(
  { packages, mentions }: Pick<Scan, 'packages' | 'mentions'>,
  analysis: Pick<Analysis, 'sdkFilesBehindPackage'>,
): MockedBy {
  const mentioning = new Set([...mentions].map((file) => packages.of(file)));
  return onceEach((owner: Package) => {
    const within = new Set(packages.all.filter((inner) => isWithin(inner, owner)));
    // Imports are read only where they may lead out of the folder to the SDK.
    if ([...mentioning].every((each) => within.has(each))) return within;
    for (const file of analysis.sdkFilesBehindPackage(owner))
      if (!file.startsWith('/')) within.add(packages.of(file));
    return within;
  });
}

const isWithin = (inner: Package, outer: Package) =>
  inner === outer || outer.folder === '' || inner.folder.startsWith(`${outer.folder}/`);

/**
 * Packages where a mock or alias of the module and all imports of it cannot be switched together. If only a part were switched, a test
 * would reach the network.
 */
export function fixedPackages(
  { migration: { sdk }, scan, analysis, selected }: DecideOptions,
  mockedBy: MockedBy,
): Map<Package, BlindSpot> {
  const { filesOf, fixed } = analysis.replacements;
  const spots = new Map<Package, BlindSpot>();
  for (const spot of fixed) spots.set(scan.packages.of(spot.file), spot);
  const analysed = new Map(analysis.files.map((file) => [file.file, file]));
  for (const [owner, files] of filesOf) {
    if (spots.has(owner)) continue;
    const [file] = files;
    const stays = [...scan.mentions].find(
      (other) => mockedBy(owner).has(scan.packages.of(other)) && !isPage(other) && importStays(other),
    );
    const left = stays ?? [...files].find((each) => !each.endsWith('package.json') && !selected.has(each));
    if (left === undefined || file === undefined) continue;
    const reason = `${sdk.module} is replaced here by its name, and ${left} keeps it (it is not among the files of this run, or takes names that ${sdk.replacement} does not have), so that a switched import would get past the replacement: take ${left} in, or import such names in a file of their own, then migrate again`;
    spots.set(owner, { kind: MODULE_BY_NAME, file, reason });
  }
  return spreadOver(spots, filesOf.keys(), mockedBy);

  function importStays(file: string): boolean {
    const found = analysed.get(file);
    const rewritten = found && rewrittenIn(found);
    if (rewritten) return rewritten.keepsSdk;
    return scan.candidates.some(
      (each) => each.file === file && importsSdk(each.bytes.toString('latin1'), sdk),
    );
  }
}

/**
 * Tells why a client of the replacement has only the old names: it is faked by a file that this run does not rewrite. Such a client needs
 * no switched import, but its fake is renamed with the calls.
 */
export function createFakedOutside(
  { migration: { sdk }, scan, analysis, selected }: DecideOptions,
  mockedBy: MockedBy,
): (owner: Package) => string | undefined {
  // A fake that has the reviewed names alone needs no rewrite.
  const outside = new Set(
    scan.candidates.filter((each) => each.mayHoldSites && !selected.has(each.file)).map(({ file }) => file),
  );
  return onceEach((owner: Package) => {
    for (const [mocking, files] of analysis.replacements.fakesOf) {
      const left = mockedBy(mocking).has(owner) ? [...files].find((file) => outside.has(file)) : undefined;
      if (left !== undefined)
        return `${sdk.replacement}, which ${left} fakes by the old names, and that file is not among those of this run: migrate ${left} together with this file`;
    }
    return undefined;
  });
}

/** A package whose imports stay holds those that it mocks, and whoever else mocks these. */
function spreadOver(
  spots: Map<Package, BlindSpot>,
  replacing: Iterable<Package>,
  mockedBy: MockedBy,
): Map<Package, BlindSpot> {
  const mocking = [...replacing];
  // The loop also visits packages that it adds.
  for (const [owner, spot] of spots) {
    const held = mocking.filter((other) => mockedBy(other).has(owner));
    for (const each of [...mockedBy(owner), ...held]) if (!spots.has(each)) spots.set(each, spot);
  }
  return spots;
}
