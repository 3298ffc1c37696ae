import { posix } from 'node:path';
import ts from 'typescript';
import type { BlindSpot } from '../report/report';
import { moduleNamePattern } from '../resolve/escapes';
import { sourcesOfFake } from '../resolve/fake-sources';
import { type PackageJson, parsePackageJson } from '../resolve/package-json';
import { type Replacement, replacementsOf } from '../resolve/replacement';
import type { Sdk } from '../resolve/sdk';
import { standInExport } from '../resolve/stand-ins';
import { parseUnit } from '../resolve/unit';
import { lineTable } from '../rewrite/lines';
import { coveringAliases } from './covering-aliases';
import { escapePattern } from './escape-pattern';
import { type FileSystem, textIfAny } from './file-system/file-system';
import type { Package } from './scan/packages';
import type { Scan } from './scan/scan';
import { isPage, unitsOf } from './scan/units';

/** Replacements of the SDK's module by its name: manual mocks, mocks of tests, aliases of builds. */
export interface Replacements {
  /** Files that replace the module, relative to the root: manual mocks, targets of aliases, and the parts that they import. */
  standIns: ReadonlySet<string>;
  /** Manual mocks, which are named after the module, and their new names. */
  moves: ReadonlyMap<string, string>;
  /** The files of each package that replace the module. */
  filesOf: ReadonlyMap<Package, ReadonlySet<string>>;
  /** The files that have the fakes by which each package replaces the reviewed module. */
  fakesOf: ReadonlyMap<Package, ReadonlySet<string>>;
  /** Replacements that cannot be switched, so that the imports of their packages stay. */
  fixed: readonly BlindSpot[];
}

export interface ReplacementsOptions {
  root: string;
  sdk: Sdk;
  scan: Scan;
  fileSystem: FileSystem;
}

export const MODULE_BY_NAME = 'module-by-name';

/** Finds the replacements of the module. Files without a word of {@link REPLACES} are not parsed. */
export function findReplacements({ root, sdk, scan, fileSystem }: ReplacementsOptions): Replacements {
  const files = new Set(scan.files);
  const standIns = new Set<string>();
  const filesOf = new Map<Package, Set<string>>();
  const fakesOf = new Map<Package, Set<string>>();
  const fixed: BlindSpot[] = [];
  const note = (file: string) => {
    const owner = scan.packages.of(file);
    const known = filesOf.get(owner) ?? new Set();
    filesOf.set(owner, known.add(file));
  };
  const moves = manualMocks(scan.files, sdk);
  for (const [file, target] of moves) {
    standIns.add(file);
    note(file);
    if (!files.has(target)) continue;
    const reason = `${target} is there already, so this manual mock of ${sdk.module} cannot become the one of ${sdk.replacement}: make one of the two, then migrate again`;
    fixed.push({ kind: MODULE_BY_NAME, file, reason });
  }
  for (const { file, mentionsSdk, bytes } of scan.candidates) {
    if (!mentionsSdk || isPage(file)) continue;
    const text = bytes.toString('utf8');
    if (!REPLACES.test(text)) continue;
    for (const { replacement, line } of replacementsIn(`${root}/${file}`, text, sdk.module, sdk)) {
      if (!replacement.fake && PASSIVE.test(replacement.name.parent.getText())) continue;
      if (replacement.kind !== 'list') note(file);
      const reason = reasonToStay(replacement, file, { sdk, files, standIns });
      if (reason !== undefined) fixed.push({ kind: MODULE_BY_NAME, file, line, reason });
    }
  }
  addSwitched(standIns, fakesOf, files, { root, sdk, scan, fileSystem });
  addParts(standIns, files, (file) => textIfAny(fileSystem, `${root}/${file}`) ?? '');
  const switched = new Set<string>();
  for (const files of filesOf.values()) for (const file of files) switched.add(file);
  for (const { folder } of scan.packages.all) {
    const file = posix.join(folder, 'package.json');
    const packageJson = parsePackageJson(textIfAny(fileSystem, `${root}/${file}`) ?? '');
    for (const target of mappedTo(packageJson, sdk.module)) {
      note(file);
      switched.add(file);
      const found = targetAmong(files, folder, target);
      if (found) standIns.add(found);
      else fixed.push({ kind: MODULE_BY_NAME, file, reason: outOfSight(sdk, target) });
    }
  }
  for (const { file, target } of coveringAliases(root, scan, sdk, fileSystem, switched)) {
    note(file);
    const reason = `${sdk.module} is replaced by ${target} here, together with others or in a way that is not switched, so that a switched import would get past it: let ${sdk.replacement} lead there too, then migrate again`;
    fixed.push({ kind: MODULE_BY_NAME, file, reason });
  }
  return { standIns, moves, filesOf, fakesOf, fixed };
}

/** A file without any of these words replaces no module. */
const REPLACES =
  /mock|proxyquire|quibble|td\.|testdouble|alias|external|moduleNameMapper|stub|replace|paths|imports|require\.cache|_load\b|_resolveFilename|resolveId|onResolve|registerHooks/i;
/** Calls that name the module without replacing it. */
const PASSIVE = /^(?:[\w.]+\.)?(?:requireActual|importActual|resolve)\s*[(<]/;

/**
 * Adds the files that replace the reviewed module by its name: an earlier run switched the name, or a person did, and what such a
 * file fakes is still to be renamed or asked about. The source of the reviewed package itself is no fake of it.
 */
function addSwitched(
  standIns: Set<string>,
  fakesOf: Map<Package, Set<string>>,
  files: ReadonlySet<string>,
  { root, sdk, scan, fileSystem }: ReplacementsOptions,
): void {
  const { replacement: module } = sdk;
  const note = (by: string, file: string) => {
    const owner = scan.packages.of(by);
    fakesOf.set(owner, (fakesOf.get(owner) ?? new Set()).add(file));
  };
  const add = (by: string, target: string, exported?: string): boolean => {
    const found = targetAmong(files, posix.dirname(by), target);
    if (!found || scan.packages.of(found).name === module) return false;
    standIns.add(exported === undefined ? found : standInExport(found, exported));
    note(by, found);
    return true;
  };
  const mock = manualMockOf(module);
  for (const file of files) {
    if (!mock.test(file)) continue;
    standIns.add(file);
    note(file, file);
  }
  for (const { file, mentionsSdk, bytes } of scan.candidates) {
    if (!mentionsSdk || isPage(file)) continue;
    const text = bytes.toString('utf8');
    if (!REPLACES.test(text)) continue;
    for (const { replacement } of replacementsIn(`${root}/${file}`, text, module, sdk)) {
      const { kind, fake } = replacement;
      if (!fake) continue;
      if (kind === 'mock' || kind === 'unknown') {
        const isElsewhere = sourcesOfFake(fake).map(({ specifier, name }) => add(file, specifier, name));
        if (!isElsewhere.includes(true)) note(file, file);
      }
      if (kind === 'alias') for (const target of stringsIn(fake)) add(file, target);
    }
  }
  for (const { folder } of scan.packages.all) {
    const file = posix.join(folder, 'package.json');
    const packageJson = parsePackageJson(textIfAny(fileSystem, `${root}/${file}`) ?? '');
    for (const target of mappedTo(packageJson, module)) add(file, target);
  }
}

interface PlacedReplacement {
  replacement: Replacement;
  line: number;
}

function replacementsIn(path: string, text: string, module: string, sdk: Sdk): PlacedReplacement[] {
  if (!moduleNamePattern(module).test(text)) return [];
  const lines = lineTable(text);
  return unitsOf(path, text).flatMap((unit) => {
    const { source, error } = parseUnit(unit, sdk, true);
    if (error) return [];
    return replacementsOf(source, unit.text.length, module).map((replacement) => ({
      replacement,
      line: lines.positionOf(replacement.name.getStart()).line,
    }));
  });
}

interface Surroundings {
  sdk: Sdk;
  files: ReadonlySet<string>;
  standIns: Set<string>;
}

/** The reason why a replacement cannot be switched, if any. Adds the targets of aliases and the sources of fakes to the stand-ins. */
function reasonToStay(
  { kind, fake, name }: Replacement,
  file: string,
  { sdk, files, standIns }: Surroundings,
): string | undefined {
  if (kind === 'unknown') {
    return `${name.parent.getText().slice(0, 60)}… names ${sdk.module} where modules are replaced, and it is not known how: make it name ${sdk.replacement}, then migrate again`;
  }
  for (const { specifier, name: exported } of kind === 'mock' && fake ? sourcesOfFake(fake) : []) {
    const found = targetAmong(files, posix.dirname(file), specifier);
    if (found) standIns.add(exported === undefined ? found : standInExport(found, exported));
  }
  if (kind !== 'alias' || !fake) return undefined;
  const targets = stringsIn(fake).filter((text) => !text.includes(sdk.module) && text !== sdk.replacement);
  if (targets.length === 0) return undefined;
  const found = targets.map((target) => targetAmong(files, posix.dirname(file), target)).find(Boolean);
  if (found) standIns.add(found);
  return found ? undefined : outOfSight(sdk, targets.at(-1)!);
}

/** Adds the parts of the stand-ins: the files that they import by relative paths. */
function addParts(standIns: Set<string>, files: ReadonlySet<string>, read: (file: string) => string): void {
  // The loop also visits files that it adds.
  for (const file of standIns) {
    for (const [, specifier] of read(file).matchAll(RELATIVE_IMPORT)) {
      const part = targetAmong(files, posix.dirname(file), specifier!);
      if (part) standIns.add(part);
    }
  }
}

const RELATIVE_IMPORT =
  /(?:\bfrom|\bimport|\brequire|\bimport\s*\(|\brequire\s*\()\s*['"](\.{1,2}\/[^'"]+)['"]/g;

const outOfSight = (sdk: Sdk, target: string) =>
  `${sdk.module} is replaced by ${target} here, which is no file of the repository, so that it is not known whether it has the reviewed methods: let ${sdk.replacement} lead there too, then migrate again`;

function stringsIn(node: ts.Node): string[] {
  const found: string[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isStringLiteralLike(child)) found.push(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

const EXTENSIONS = [
  '',
  '.js',
  '.ts',
  '.mjs',
  '.cjs',
  '.tsx',
  '.jsx',
  '.mts',
  '.cts',
  '/index.js',
  '/index.ts',
];

function targetAmong(files: ReadonlySet<string>, folder: string, target: string): string | undefined {
  const path = target.replace(/^<rootDir>\//, '').replace(/^\//, '');
  if (/^(?:node:|[a-z]+:|@)/.test(path)) return undefined;
  return [posix.join(folder, path), posix.normalize(path)]
    .flatMap((stem) => EXTENSIONS.map((extension) => stem + extension))
    .find((file) => files.has(file));
}

/** `__mocks__/old-sdk.js` → `__mocks__/new-sdk.js` */
function manualMocks(files: readonly string[], { module, replacement }: Sdk): Map<string, string> {
  const mocks = new Map<string, string>();
  const name = manualMockOf(module);
  for (const file of files) {
    const match = name.exec(file);
    if (match) mocks.set(file, `${match[1]}${replacement}${match[2]}`);
  }
  return mocks;
}

const manualMockOf = (module: string) =>
  new RegExp(`^((?:.*/)?__mocks__/)${escapePattern(module)}((?:/index)?\\.[cm]?[jt]sx?)$`);

/** Where jest's `moduleNameMapper` of a package.json leads a module. */
function mappedTo(packageJson: PackageJson | undefined, module: string): string[] {
  const jest = packageJson?.jest as { moduleNameMapper?: unknown } | undefined;
  const mapper = jest?.moduleNameMapper;
  if (mapper === null || typeof mapper !== 'object') return [];
  return Object.entries(mapper).flatMap(([pattern, target]) =>
    isPatternOf(pattern, module) ? [target].flat().filter((each) => typeof each === 'string') : [],
  );
}

/** `^old-sdk$`, which matches the module and nothing else. */
export function isPatternOf(pattern: string, module: string): boolean {
  return pattern.replaceAll('\\', '').replace(/^\^|\$$/g, '') === module;
}
