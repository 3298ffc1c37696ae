import { clientModules, reach } from './client';
import { decoy } from './decoy';
import { type Dialect, exportsOf, importOf, pickDialect } from './dialect';
import { fillerDeclaration } from './filler';
import { type ExpectedSite, legacyDeclaration } from './legacy';
import { type Random, randomFrom } from './random';
import { areas, nouns } from './words';

export interface TreeOptions {
  /** Number of source files; manifests are additional. */
  files: number;
  seed: number;
  /** Share of files with legacy calls, 0.02 by default. With 0, nothing in the tree mentions the SDK. */
  legacyShare?: number;
  /** Share of files that only look like legacy code, 0.03 by default. */
  decoyShare?: number;
  /** Mean number of legacy calls in a file that has any, 2 by default. */
  sitesPerFile?: number;
  /** Mean size of a file in bytes, 4200 by default. */
  meanBytes?: number;
}

export interface TreeFile {
  /** Relative to the tree, with `/`. */
  file: string;
  text: string;
  kind: 'plain' | 'client' | 'legacy' | 'decoy' | 'manifest';
  /** Every legacy call in it, in order. */
  sites: readonly ExpectedSite[];
}

const PER_PACKAGE = 100;
/** One package in this many uses the SDK, or more of them if their files could not hold all legacy calls. */
const SDK_EVERY = 4;
const sdkEvery = (legacyShare: number): number =>
  Math.max(1, Math.min(SDK_EVERY, Math.floor(0.9 / legacyShare)));

/** A monorepo, file by file; equal options give an equal tree. */
export function* generateTree(options: TreeOptions): Generator<TreeFile> {
  const { files, legacyShare = 0.02, decoyShare = 0.03 } = options;
  const every = sdkEvery(legacyShare);
  const legacyShares = wholeParts();
  const decoyShares = wholeParts();
  const legacySerial = serial();

  yield manifest('package.json', { name: 'acme', private: true, workspaces: ['packages/*'] });
  yield { file: '.gitignore', text: 'node_modules/\ndist/\n', kind: 'manifest', sites: [] };
  for (let index = 0; index * PER_PACKAGE < files; index++) {
    const slots = Math.min(PER_PACKAGE, files - index * PER_PACKAGE);
    const usesSdk = legacyShare > 0 && index % every === 0;
    // A package with the SDK also gets the legacy calls of the following packages without it.
    const covered = Math.min(every * PER_PACKAGE, files - index * PER_PACKAGE);
    yield* generatePackage(options, {
      index,
      slots,
      usesSdk,
      legacy: usesSdk ? legacyShares(legacyShare * covered) : 0,
      decoys: decoyShares(decoyShare * slots),
      legacySerial,
    });
  }
}

/** Rounds shares to whole numbers and carries the rest over, so that the sum stays right: 0.6 each time gives 0, 1, 0, 1, 1, … */
function wholeParts() {
  let owed = 0;
  return (share: number): number => {
    owed += share;
    const whole = Math.floor(owed + 1e-9);
    owed -= whole;
    return whole;
  };
}

function serial() {
  let next = 0;
  return () => next++;
}

interface PackagePlan {
  index: number;
  slots: number;
  usesSdk: boolean;
  legacy: number;
  decoys: number;
  legacySerial: () => number;
}

function* generatePackage(options: TreeOptions, plan: PackagePlan): Generator<TreeFile> {
  const { index, slots, usesSdk, legacy, decoys, legacySerial } = plan;
  // The first package exports its client to the other packages, under this name.
  const name = index === 0 ? 'payments' : `service-${index}`;
  yield manifest(`packages/${name}/package.json`, {
    name: `@acme/${name}`,
    version: '1.0.0',
    main: 'src/index.ts',
    dependencies: usesSdk ? { '@zentra/sdk': '^2.3.0', '@acme/payments': '*' } : {},
  });

  const clients = usesSdk ? clientModules : [];
  for (const { file, lines } of clients) {
    yield { file: `packages/${name}/src/${file}`, text: `${lines.join('\n')}\n`, kind: 'client', sites: [] };
  }
  const earlier: Neighbour[] = [];
  for (let slot = 0; slot < slots - clients.length; slot++) {
    const random = randomFrom(options.seed, index * PER_PACKAGE + slot);
    const dialect = pickDialect(random);
    const path = `${random.pick(areas)}/${random.pick(nouns)}-${slot}`;
    const kind = slot < legacy ? 'legacy' : slot < legacy + decoys ? 'decoy' : 'plain';
    const { text, sites, names } = source(options, {
      kind,
      dialect,
      random,
      earlier,
      slot,
      serial: kind === 'legacy' ? legacySerial() : 0,
    });
    earlier.push({ path, name: names[0]! });
    yield { file: `packages/${name}/src/${path}.${dialect.extension}`, text, kind, sites };
  }
}

/** An importable file of the same package, and a name that it exports. */
interface Neighbour {
  path: string;
  name: string;
}

interface SourcePlan {
  kind: 'plain' | 'legacy' | 'decoy';
  dialect: Dialect;
  random: Random;
  earlier: readonly Neighbour[];
  /** Index of the file in its package. */
  slot: number;
  /** Index among the tree's files with legacy calls. */
  serial: number;
}

function source(options: TreeOptions, { kind, dialect, random, earlier, slot, serial }: SourcePlan) {
  const { sitesPerFile = 2, meanBytes = 4200 } = options;
  const way = kind === 'legacy' ? reach(serial, dialect) : undefined;
  const lookalike = kind === 'decoy' ? decoy(random, dialect) : undefined;
  const neighbours = neighbourImports(random, dialect, earlier);
  const lines = [...neighbours.lines, ...(way?.lines ?? []), ...(lookalike?.imports ?? []), ''];
  const names: string[] = [];
  const sites: ExpectedSite[] = [];

  const wanted = way ? random.between(1, 2 * sitesPerFile - 1) : 0;
  const bytes = Math.round(meanBytes * (0.3 + 1.4 * random.unit()));
  let written = lines.join('\n').length;
  const append = (declaration: readonly string[]) => {
    lines.push(...declaration, '');
    written += declaration.join('\n').length + 2;
  };

  if (lookalike) append(lookalike.lines);
  for (let count = 0; written < bytes || sites.length < wanted; count++) {
    // Legacy calls are spread between ordinary code; the remaining ones follow when the file has its size.
    // The suffix keeps names unique among neighbours, which may be imported here.
    const suffix = slot * 1000 + count;
    const due = sites.length < wanted && (written >= bytes || random.unit() < 0.4);
    if (way && due) {
      const legacy = legacyDeclaration(random, dialect, suffix, way.client);
      sites.push({ rule: legacy.rule, line: lines.length + legacy.callAt + 1 });
      names.push(legacy.name);
      append(legacy.lines);
    } else {
      const filler = fillerDeclaration(random, dialect, suffix);
      names.push(filler.name);
      append(filler.lines);
    }
  }
  lines.push(...neighbours.uses, ...exportsOf(dialect, names));
  return { text: `${lines.join('\n').trimEnd()}\n`, sites, names };
}

function neighbourImports(random: Random, dialect: Dialect, earlier: readonly Neighbour[]) {
  const count = Math.min(earlier.length, random.between(0, 3));
  const chosen = new Set(Array.from({ length: count }, () => random.pick(earlier)));
  return {
    lines: [...chosen].map(({ name, path }) => importOf(dialect, name, `../${path}`)),
    uses: [...chosen].map(({ name }) => `void ${name};`),
  };
}

function manifest(file: string, content: object): TreeFile {
  return { file, text: `${JSON.stringify(content, null, 2)}\n`, kind: 'manifest', sites: [] };
}
