import { posix } from 'node:path';
import type { FileOutcome } from '../../report/report';
import { parsePackageJson } from '../../resolve/package-json';
import type { Sdk } from '../../resolve/sdk';
import { disk } from '../file-system/disk';
import type { FileSystem } from '../file-system/file-system';
import type { FileChange } from '../options';
import { fileError } from '../write/file-error';
import { addDependency } from './add-dependency';
import { catalogOf, dependencyOf, isAliasFor } from './dependency-of';
import { addToJsonCatalog, jsonCatalogVersion } from './json-catalog';
import { switchMapper } from './switch-mapper';

export interface CompatAdded {
  /** The changes in the order of their files, with the switched mappers of jest. */
  changes: FileChange[];
  /** The package.json that now depends on the replacement, by the folder of the package that needs it. */
  added: ReadonlyMap<string, string>;
  /** Outcomes of package.json files that cannot be read or parsed. */
  failed: FileOutcome[];
}

/** The dependency to add. */
export interface Asking {
  sdk: Pick<Sdk, 'module' | 'replacement'>;
  /** Semver range of the replacement. */
  range: string;
}

const catalogFiles = ['pnpm-workspace.yaml', '.yarnrc.yml', 'package.json'];

/**
 * Adds the SDK's replacement to package.json files, beside the SDK and in the same way: by a range, or by a catalog, which then gets an
 * entry. Packages that have it already, under its own name or the SDK's, and folders without a package.json stay unchanged.
 *
 * @param folders packages' folders, relative to the root; empty for the root
 * @param mapped folders of packages whose jest configuration maps the module, and then maps the replacement
 */
export async function addCompat(
  root: string,
  folders: readonly string[],
  mapped: readonly string[],
  asking: Asking,
  fileSystem: FileSystem = disk,
): Promise<CompatAdded> {
  const files = new Files(root, fileSystem);
  const failed: FileOutcome[] = [];
  const added = new Map<string, string>();
  const { module, replacement } = asking.sdk;
  for (const needing of folders) {
    let file = posix.join(needing, 'package.json');
    try {
      const folder = askingFolder(files, needing, asking.sdk);
      file = posix.join(folder, 'package.json');
      const text = files.read(file);
      if (text === undefined) continue;
      const packageJson = parsePackageJson(text);
      if (packageJson === undefined) throw new Error('it is no JSON object');
      const hasIt = dependencyOf(packageJson, replacement) !== undefined;
      if (hasIt || isAliasFor(packageJson, module, replacement)) continue;
      const asked = dependencyOf(packageJson, module);
      const version = (asked && (await viaCatalog(files, folder, asked, asking))) || asking.range;
      files.write(file, addDependency(text, { name: replacement, version, beside: module }));
      added.set(needing, file);
    } catch (error) {
      failed.push({
        file,
        status: 'failed',
        error: `${replacement} could not be added: ${fileError(error)}`,
      });
    }
  }
  for (const folder of mapped) {
    const file = posix.join(folder, 'package.json');
    const text = files.read(file);
    if (text !== undefined && parsePackageJson(text))
      files.write(file, switchMapper(text, module, replacement));
  }
  return { changes: files.changes(), added, failed };
}

/** The nearest folder above whose package.json depends on the SDK; else the nearest one with a package.json. */
function askingFolder(files: Files, folder: string, { module, replacement }: Asking['sdk']): string {
  let nearest: string | undefined;
  for (const at of foldersUp(folder)) {
    const text = files.read(posix.join(at, 'package.json'));
    if (text === undefined) continue;
    nearest ??= at;
    const packageJson = parsePackageJson(text);
    if (!packageJson) break;
    if ([module, replacement].some((name) => dependencyOf(packageJson, name) !== undefined)) return at;
  }
  return nearest ?? folder;
}

/** The version to write where the SDK comes from a catalog that has, or gets, an entry for us. */
async function viaCatalog(
  files: Files,
  folder: string,
  asked: string,
  { sdk: { module, replacement }, range }: Asking,
): Promise<string | undefined> {
  const catalog = catalogOf(asked);
  if (catalog === undefined) return undefined;
  // The YAML parser loads slowly, and most repositories have no catalog.
  const { addToCatalog, catalogVersion } = await import('./catalog');
  for (const at of foldersUp(folder)) {
    for (const name of catalogFiles) {
      const file = posix.join(at, name);
      const text = files.read(file);
      const isJson = name.endsWith('.json');
      const versionIn = isJson ? jsonCatalogVersion : catalogVersion;
      if (text === undefined || versionIn(text, catalog, module) === undefined) continue;
      if (versionIn(text, catalog, replacement) !== undefined) return asked;
      const entry = { catalog, name: replacement, version: range, beside: module };
      const added = (isJson ? addToJsonCatalog : addToCatalog)(text, entry);
      if (added === undefined) return undefined;
      files.write(file, added);
      return asked;
    }
  }
  return undefined;
}

function foldersUp(folder: string): string[] {
  return folder === '' || folder === '.' ? [''] : [folder, ...foldersUp(posix.dirname(folder))];
}

/** Caches the files, as several packages may change one. */
class Files {
  readonly #seen = new Map<string, { before: Buffer; text: string } | undefined>();

  constructor(
    private readonly root: string,
    private readonly fileSystem: FileSystem,
  ) {}

  /** @throws if the file cannot be read or is not UTF-8. @returns `undefined` if there is none */
  read(file: string): string | undefined {
    if (!this.#seen.has(file)) this.#seen.set(file, this.#load(file));
    return this.#seen.get(file)?.text;
  }

  write(file: string, text: string): void {
    const seen = this.#seen.get(file);
    if (seen) this.#seen.set(file, { ...seen, text });
  }

  changes(): FileChange[] {
    return [...this.#seen]
      .flatMap(([file, seen]) => {
        if (seen === undefined) return [];
        const after = Buffer.from(seen.text, 'utf8');
        return after.equals(seen.before) ? [] : [{ file, before: seen.before, after }];
      })
      .sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  #load(file: string): { before: Buffer; text: string } | undefined {
    let before: Buffer;
    try {
      before = this.fileSystem.read(`${this.root}/${file}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(before);
    return { before, text };
  }
}
