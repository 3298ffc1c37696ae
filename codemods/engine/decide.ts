import { isUtf8 } from 'node:buffer';
import type { BlindSpot } from '../report/report';
import { append } from '../resolve/append';
import { onceEach } from '../resolve/once-each';
import type { Sdk } from '../resolve/sdk';
import { isDeclarationFile } from '../resolve/unit';
import type { Door } from '../resolve/verdict';
import type { RewrittenFile, SiteRewrite } from '../rewrite/rewritten-file';
import type { Analysis } from './analyse';
import type { FileAnalysis } from './analyse-batch';
import type { InstalledSdks } from './dependencies/installed-sdk';
import type { FileSystem } from './file-system/file-system';
import { MODULE_BY_NAME } from './find-replacements';
import { blindSpotsOfHalf, createHalfRuns, type RenamedUse } from './half-switched';
import { importsModule } from './imports-module';
import { createLoneFakes } from './lone-fakes';
import type { Migration } from './migration';
import type { MigrateOptions } from './options';
import { relativeTo } from './relative-to';
import type { Package } from './scan/packages';
import type { Scan } from './scan/scan';
import { isPage } from './scan/units';

/** The packages whose imports are switched, and the sites that wait because their client's import is not. */
export interface Decided {
  /** Packages whose imports stay, because a mock or alias of the SDK's module there cannot be switched. */
  fixed: ReadonlyMap<Package, BlindSpot>;
  switching: ReadonlySet<Package>;
  /** Sites that could be rewritten, with the reason why they are not. */
  left: ReadonlyMap<SiteRewrite, string>;
  /** Reviewed names that an earlier run wrote, and whose client this run switches. */
  repaired: readonly RenamedUse[];
  /** Reviewed names whose client stays the old SDK's. */
  half: readonly BlindSpot[];
}

export interface DecideOptions extends Pick<MigrateOptions, 'client' | 'reviewedSdk'> {
  migration: Migration;
  /** Absolute real path, with `/`. */
  root: string;
  scan: Scan;
  analysis: Analysis;
  /** Files that may be changed. */
  selected: ReadonlySet<string>;
  sdks: InstalledSdks;
  fileSystem: FileSystem;
  /** Packages with a file that imports the replacement already. */
  importers: ReadonlySet<Package>;
}

/**
 * A call is renamed only together with its client: a site is rewritten where every import that its client came through is switched,
 * already imports the replacement, or imports an SDK that has the reviewed methods. A client may be built in one package and used in
 * another, so packages that import each other are switched together once a site in one of them is rewritten. A fake on a client is
 * renamed only together with the calls that it has to catch.
 */
export async function decide(options: DecideOptions): Promise<Decided> {
  const { scan, analysis, client } = options;
  const { sdk } = options.migration;
  const found = analysis.files.flatMap(({ sites }) => sites);
  if (client === 'keep') {
    const left = new Map<SiteRewrite, string>();
    const stays = createLoneFakes(found, left);
    for (const { rewrite } of found) {
      const reason = rewrite.outcome.status === 'rewritten' ? stays(rewrite) : undefined;
      if (reason !== undefined) left.set(rewrite, reason);
    }
    return { fixed: new Map(), switching: new Set(), left, repaired: [], half: [] };
  }
  const fixed = fixedPackages(options);
  const takers = await packagesThatMayTakeCompat(options);
  const sites = found
    .filter(({ rewrite }) => rewrite.outcome.status === 'rewritten')
    .map(({ rewrite, site: { file } }) => ({ rewrite, file, owner: scan.packages.of(file) }));
  const none = createDoors(options, takers, fixed, new Set());
  const renamed = analysis.files
    .flatMap((file) => file.renamed)
    .filter(({ doors, file }) => none.closed(doors, file) !== undefined);
  const isOurs = createHalfRuns(options);
  // A reviewed name that an earlier run wrote needs its client switched, just as a rewritten site does.
  const written = renamed.filter(isOurs);
  const asking = [
    ...sites,
    ...written.map((use) => ({ rewrite: use, file: use.file, owner: scan.packages.of(use.file) })),
  ];
  const links = linksOf(options);
  let left = new Map<SiteRewrite | RenamedUse, string>();
  for (;;) {
    const starts =
      client === sdk.replacement
        ? scan.packages.all
        : asking.filter(({ rewrite }) => !left.has(rewrite)).map(({ owner }) => owner);
    const migrated = together(scan.packages.all, starts, links);
    const switching = new Set([...migrated].filter((owner) => takers.has(owner) && !fixed.has(owner)));
    const doors = createDoors(options, takers, fixed, switching);
    const stays = createLoneFakes(found, left);
    const waiting = new Map<SiteRewrite | RenamedUse, string>();
    for (const { rewrite, file } of asking) {
      const reason = left.get(rewrite) ?? doors.closed(rewrite.doors, file) ?? stays(rewrite);
      if (reason !== undefined) waiting.set(rewrite, reason);
    }
    // The set of waiting sites only grows, so the loop ends.
    if (waiting.size === left.size) {
      const open = renamed.flatMap((use) => {
        const reason = doors.closed(use.doors, use.file);
        return reason === undefined ? [] : [{ ...use, reason, isOurs: isOurs(use) }];
      });
      const repaired = written.filter((use) => !waiting.has(use));
      const half = blindSpotsOfHalf(open, scan.packages.of, sdk);
      return { fixed, switching, left: onlySites(sites, left), repaired, half };
    }
    left = waiting;
  }
}

const onlySites = (
  sites: readonly { rewrite: SiteRewrite }[],
  left: ReadonlyMap<SiteRewrite | RenamedUse, string>,
): Decided['left'] =>
  new Map(
    sites.flatMap(({ rewrite }): [SiteRewrite, string][] => {
      const reason = left.get(rewrite);
      return reason === undefined ? [] : [[rewrite, reason]];
    }),
  );

async function packagesThatMayTakeCompat({
  migration,
  scan,
  client,
  reviewedSdk,
  sdks,
}: DecideOptions): Promise<ReadonlySet<Package>> {
  const users = scan.packages.all.filter(({ usesSdk }) => usesSdk);
  // Few projects name reviewed versions, and only those need the many modules that compare versions.
  const reviewed = reviewedSdk === undefined ? undefined : await import('./dependencies/reviewed');
  const mayTake = await Promise.all(
    users.map(async (owner) => {
      const installed = await sdks(owner.folder);
      if (installed.kind === 'compat') return false;
      const isReviewed = reviewed?.satisfiesReviewed(installed, reviewedSdk) ?? false;
      return client === migration.sdk.replacement || !isReviewed;
    }),
  );
  return new Set(users.filter((_, index) => mayTake[index]));
}

/** Pairs of packages that import each other, use a client of each other, or both use the SDK and one depends on the other. */
function linksOf({ root, scan: { packages }, analysis }: DecideOptions): [Package, Package][] {
  const imports = analysis.crossings.map(([from, to]): [Package, Package] => [
    packages.of(from),
    packages.of(to),
  ]);
  const replacing = [...analysis.replacements.filesOf.keys()].flatMap((outer) =>
    packages.all
      .filter((inner) => inner.usesSdk && isWithin(inner, outer))
      .map((inner): [Package, Package] => [inner, outer]),
  );
  const clients = analysis.files.flatMap(({ file, sites, renamed }) =>
    sites
      .flatMap(({ rewrite }) => rewrite.doors)
      .concat(renamed.flatMap(({ doors }) => doors))
      .flatMap((door) => relativeTo(root, door.file) ?? [])
      .map((from): [Package, Package] => [packages.of(file), packages.of(from)]),
  );
  return [...imports, ...clients, ...replacing, ...dependencies(packages.all)];
}

/** A mapper or a manual mock of a workspace also applies to the packages in it. */
const isWithin = (inner: Package, outer: Package) =>
  inner === outer || outer.folder === '' || inner.folder.startsWith(`${outer.folder}/`);

/**
 * Packages where a mock or alias of the module and all imports of it cannot be switched together. If only a part were switched, a test
 * would reach the network.
 */
function fixedPackages({
  migration: { sdk },
  scan,
  analysis,
  selected,
}: DecideOptions): Map<Package, BlindSpot> {
  const { filesOf, fixed } = analysis.replacements;
  const spots = new Map<Package, BlindSpot>();
  for (const spot of fixed) spots.set(scan.packages.of(spot.file), spot);
  const analysed = new Map(analysis.files.map((file) => [file.file, file]));
  for (const [owner, files] of filesOf) {
    if (spots.has(owner)) continue;
    const [file] = files;
    const stays = [...scan.mentions].find(
      (other) => isWithin(scan.packages.of(other), owner) && !isPage(other) && importStays(other),
    );
    const left = stays ?? [...files].find((each) => !each.endsWith('package.json') && !selected.has(each));
    if (left === undefined || file === undefined) continue;
    const reason = `${sdk.module} is replaced here by its name, and ${left} keeps it (it is not among the files of this run, or takes names that ${sdk.replacement} does not have), so that a switched import would get past the replacement: take ${left} in, or import such names in a file of their own, then migrate again`;
    spots.set(owner, { kind: MODULE_BY_NAME, file, reason });
  }
  for (const [owner, spot] of [...spots]) {
    for (const inner of scan.packages.all)
      if (isWithin(inner, owner) && !spots.has(inner)) spots.set(inner, spot);
  }
  return spots;

  function importStays(file: string): boolean {
    const found = analysed.get(file);
    const rewritten = found && rewrittenIn(found);
    if (rewritten) return rewritten.keepsSdk;
    return scan.candidates.some(
      (each) => each.file === file && importsSdk(each.bytes.toString('latin1'), sdk),
    );
  }
}

interface Doors {
  /** The reason why an import that a client came through is not switched; undefined where all of them are. */
  closed(doors: readonly Door[], file: string): string | undefined;
}

function createDoors(
  { root, migration: { sdk }, scan, analysis, selected }: DecideOptions,
  takers: ReadonlySet<Package>,
  fixed: Decided['fixed'],
  switching: ReadonlySet<Package>,
): Doors {
  const analysed = new Map(analysis.files.map((file) => [file.file, file]));
  const candidates = new Map(scan.candidates.map((candidate) => [candidate.file, candidate]));
  const mentionsByOwner = mentionsOfPackages(scan);
  // Cached: every site of a file asks, and each answer reads the whole file.
  const rewrittenOf = onceEach(rewrittenIn);
  // A client of unknown origin may come through any import of the package, and any in the files that its imports lead to.
  const closedInPackage = onceEach((owner: Package) => firstReason(importersIn(owner), closedSomewhere));
  const closedBehind = onceEach((file: string) =>
    firstReason(analysis.sdkFilesBehind(file), closedSomewhere),
  );
  return {
    closed(doors, file) {
      if (doors.length > 0) return said('Its client comes from', firstReason(doors, closedDoor));
      const somewhere = closedInPackage(scan.packages.of(file)) ?? closedBehind(file);
      return said('Its client may come from', somewhere);
    },
  };

  function closedDoor({ file, specifier, start }: Door): string | undefined {
    if (specifier === sdk.replacement) return undefined;
    const relative = relativeTo(root, file) ?? file;
    if (specifier !== sdk.module) {
      const isKept = !isOutside(relative) && !takers.has(scan.packages.of(relative));
      return isKept ? undefined : byAnotherName(relative, specifier, sdk);
    }
    return closedFile(relative) ?? heldIn(relative, start) ?? stayingIn(relative, start);
  }

  function closedFile(file: string): string | undefined {
    if (isOutside(file)) return notInThisRun(file, sdk);
    const owner = scan.packages.of(file);
    if (!takers.has(owner)) return undefined;
    const spot = fixed.get(owner);
    if (spot) return replacedByName(file, spot);
    if (!selected.has(file)) return notInThisRun(file, sdk);
    const found = analysed.get(file);
    if (!found || rewrittenOf(found) === undefined) return notRead(file, sdk);
    return switching.has(owner) ? undefined : notInThisRun(file, sdk);
  }

  function closedSomewhere(file: string): string | undefined {
    const found = analysed.get(file);
    const held = found && rewrittenOf(found)?.held;
    return closedFile(file) ?? firstReason([...(held?.keys() ?? [])], (start) => heldIn(file, start));
  }

  function heldIn(file: string, start: number): string | undefined {
    const found = analysed.get(file);
    const reason = found && takers.has(scan.packages.of(file)) && rewrittenOf(found)?.held.get(start);
    return reason ? `${file}, which ${reason}` : undefined;
  }

  /** The reason where the rewritten file does not switch an import of the SDK. */
  function stayingIn(file: string, start: number): string | undefined {
    const found = analysed.get(file);
    const rewritten = found && takers.has(scan.packages.of(file)) ? rewrittenOf(found) : undefined;
    return rewritten && !rewritten.switchedAt.has(start) ? staysThere(file, sdk) : undefined;
  }

  function importersIn(owner: Package): readonly string[] {
    return (mentionsByOwner.get(owner) ?? []).filter((file) => !isPage(file) && isImporter(file));
  }

  function isImporter(file: string): boolean {
    const found = analysed.get(file);
    if (found) {
      const rewritten = rewrittenOf(found);
      return !rewritten || rewritten.importsSdk || rewritten.held.size > 0;
    }
    const candidate = candidates.get(file);
    return candidate !== undefined && importsSdk(candidate.bytes.toString('latin1'), sdk);
  }
}

/** The files that mention the SDK, by package. */
function mentionsOfPackages({ mentions, packages }: Scan): ReadonlyMap<Package, readonly string[]> {
  const files = new Map<Package, string[]>();
  for (const file of mentions) append(files, packages.of(file), file);
  return files;
}

/** Whether a text appears to import the SDK. */
export function importsSdk(text: string, { module }: Sdk): boolean {
  return importsModule(text, module);
}

function rewrittenIn({ candidate, rewritten }: FileAnalysis): RewrittenFile | undefined {
  if (!isUtf8(candidate.bytes)) return undefined;
  const result = rewritten();
  return 'error' in result ? undefined : result;
}

/** Paths of the root's files are relative to it. */
const isOutside = (file: string) => file.startsWith('/');

const firstReason = <T>(items: readonly T[], reasonOf: (item: T) => string | undefined): string | undefined =>
  items.map(reasonOf).find((reason) => reason !== undefined);

const said = (lead: string, reason: string | undefined): string | undefined =>
  reason === undefined ? undefined : `${lead} ${reason}`;

const replacedByName = (file: string, { file: place, line, reason }: BlindSpot) =>
  `${file}, whose import stays: ${place}${line === undefined ? '' : `:${line}`} ${reason}`;

const notInThisRun = (file: string, { module, replacement }: Sdk) =>
  `${file}, which this run does not switch to ${replacement}, and a client of ${module} has only the old name: migrate ${file} together with this file`;

const staysThere = (file: string, { module, replacement }: Sdk) =>
  isDeclarationFile(file)
    ? `a name that ${file} declares for ${module}, and that ${replacement} does not have, so its import stays: take the client from ${replacement}, then migrate again`
    : `${file}, which imports ${module} in a form that is not switched to ${replacement}: import it there by its name alone, then migrate again`;

const byAnotherName = (file: string, specifier: string, { module, replacement }: Sdk) =>
  `${file}, which imports ${module} by another name (${specifier}) that is not switched: make it lead to ${replacement}, or import ${module} by its own name, then migrate again`;

const notRead = (file: string, { module, replacement }: Sdk) =>
  `${file}, which was not read (it is generated, minified or cannot be parsed), so it stays a client of ${module}, which has only the old name: change its import to ${replacement} where it is made, then migrate again`;

/** The packages connected to the starts by links, with the starts. */
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

/** The dependencies between packages that use the SDK. */
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
