import type { BlindSpot } from '../report/report';
import { append } from '../resolve/append';
import { onceEach } from '../resolve/once-each';
import type { Sdk } from '../resolve/sdk';
import { isDeclarationFile } from '../resolve/unit';
import type { Door } from '../resolve/verdict';
import type { SiteRewrite } from '../rewrite/rewritten-file';
import type { Analysis } from './analyse';
import type { InstalledSdks } from './dependencies/installed-sdk';
import { createFakesOutside } from './fakes-outside';
import type { FileSystem } from './file-system/file-system';
import { createFakedOutside, createMockedBy, fixedPackages, type MockedBy } from './fixed-packages';
import { blindSpotsOfHalf, createHalfRuns, type RenamedUse } from './half-switched';
import { importsSdk } from './imports-module';
import { createLoneFakes } from './lone-fakes';
import type { Migration } from './migration';
import type { MigrateOptions } from './options';
import { relativeTo } from './relative-to';
import { rewrittenIn } from './rewritten-in';
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
  const uses = [...found, ...analysis.files.flatMap(({ unasked }) => unasked)];
  const besideOutside = createFakesOutside(options);
  const rewritable = found.filter(({ rewrite }) => rewrite.outcome.status === 'rewritten');
  if (client === 'keep') {
    const left = new Map<SiteRewrite, string>();
    const stays = createLoneFakes(uses, left, analysis.mayLoadBoth);
    for (const draft of rewritable) {
      const reason = stays(draft.rewrite) ?? besideOutside(draft);
      if (reason !== undefined) left.set(draft.rewrite, reason);
    }
    return { fixed: new Map(), switching: new Set(), left, repaired: [], half: [] };
  }
  const mockedBy = createMockedBy(scan, analysis);
  const fixed = fixedPackages(options, mockedBy);
  const fakedOutside = createFakedOutside(options, mockedBy);
  const takers = await packagesThatMayTakeCompat(options);
  const sites = rewritable.map((draft) => {
    const { rewrite, site } = draft;
    return { rewrite, file: site.file, owner: scan.packages.of(site.file), beside: besideOutside(draft) };
  });
  const none = createDoors(options, takers, fixed, new Set(), fakedOutside);
  const renamed = analysis.files
    .flatMap((file) => file.renamed)
    .filter(({ doors, file }) => none.closed(doors, file) !== undefined);
  const isOurs = createHalfRuns(options);
  // A reviewed name that an earlier run wrote needs its client switched, just as a rewritten site does.
  const written = renamed.filter(isOurs);
  const asking = [
    ...sites,
    ...written.map((use) => ({
      rewrite: use,
      file: use.file,
      owner: scan.packages.of(use.file),
      beside: undefined,
    })),
  ];
  const links = linksOf(options, mockedBy);
  let left = new Map<SiteRewrite | RenamedUse, string>();
  for (;;) {
    const starts =
      client === sdk.replacement
        ? scan.packages.all
        : asking.filter(({ rewrite }) => !left.has(rewrite)).map(({ owner }) => owner);
    const migrated = together(scan.packages.all, starts, links);
    const switching = new Set([...migrated].filter((owner) => takers.has(owner) && !fixed.has(owner)));
    const doors = createDoors(options, takers, fixed, switching, fakedOutside);
    const stays = createLoneFakes(uses, left, analysis.mayLoadBoth);
    const waiting = new Map<SiteRewrite | RenamedUse, string>();
    for (const { rewrite, file, beside } of asking) {
      const reason = left.get(rewrite) ?? doors.closed(rewrite.doors, file) ?? stays(rewrite) ?? beside;
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
function linksOf(
  { root, scan: { packages }, analysis }: DecideOptions,
  mockedBy: MockedBy,
): [Package, Package][] {
  const imports = analysis.crossings.map(([from, to]): [Package, Package] => [
    packages.of(from),
    packages.of(to),
  ]);
  const replacing = [...analysis.replacements.filesOf.keys()].flatMap((outer) =>
    [...mockedBy(outer)].filter((inner) => inner.usesSdk).map((inner): [Package, Package] => [inner, outer]),
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

interface Doors {
  /** The reason why an import that a client came through is not switched; undefined where all of them are. */
  closed(doors: readonly Door[], file: string): string | undefined;
}

function createDoors(
  { root, migration: { sdk }, scan, analysis, selected }: DecideOptions,
  takers: ReadonlySet<Package>,
  fixed: Decided['fixed'],
  switching: ReadonlySet<Package>,
  fakedOutside: (owner: Package) => string | undefined,
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
    const relative = relativeTo(root, file) ?? file;
    if (specifier === sdk.replacement)
      return isOutside(relative) ? undefined : fakedOutside(scan.packages.of(relative));
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
