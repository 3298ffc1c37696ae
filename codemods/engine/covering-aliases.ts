import { posix } from 'node:path';
import { type Alias, follow } from '../resolve/aliases/alias';
import { CONFIGURATION_FILE, configuredIn } from '../resolve/aliases/configured-aliases';
import { readMappings } from '../resolve/aliases/tsconfig-paths';
import type { Sdk } from '../resolve/sdk';
import { isDeclarationFile } from '../resolve/unit';
import { type FileSystem, textIfAny } from './file-system/file-system';
import { isPatternOf } from './find-replacements';
import { relativeTo } from './relative-to';
import type { Scan } from './scan/scan';

/** An alias that matches the SDK's module and cannot be switched, and where it leads. */
export interface CoveringAlias {
  file: string;
  target: string;
}

const TSCONFIG = /(?:^|\/)[jt]sconfig[\w.-]*\.json$/;

/**
 * Aliases that lead the SDK's module elsewhere and that no edit of one name switches: a pattern for a whole scope (`^@vendor/(.*)$`),
 * and any alias in JSON. Imports of the replacement would bypass them.
 *
 * @param switched files whose aliases for this very module are switched with the imports
 */
export function coveringAliases(
  root: string,
  { files }: Pick<Scan, 'files'>,
  sdk: Sdk,
  fileSystem: FileSystem,
  switched: ReadonlySet<string>,
): CoveringAlias[] {
  const known = new Set(files.map((file) => `${root}/${file}`));
  const read = (path: string) => textIfAny(fileSystem, path);
  return files.flatMap((file): CoveringAlias[] => {
    const path = `${root}/${file}`;
    if (TSCONFIG.test(file)) return mappedIn(path).map((target) => ({ file, target }));
    if (!CONFIGURATION_FILE.test(file)) return [];
    const { aliases } = configuredIn(path, read(path) ?? '', posix.dirname(path));
    const covering = aliases.filter((alias) => leadsElsewhere(alias, sdk) && !isSwitched(alias, file));
    return covering.slice(0, 1).map((alias) => ({ file, target: shortened(follow(alias, sdk.module)!) }));
  });

  function isSwitched({ pattern }: Alias, file: string): boolean {
    return isPatternOf(pattern, sdk.module) && switched.has(file);
  }

  /** The `paths` of a tsconfig that loaders follow; those that lead to declarations are for types alone. */
  function mappedIn(path: string): string[] {
    const text = read(path);
    if (!text?.includes('"paths"')) return [];
    const source = { exists: (name: string) => known.has(name), read };
    const targets = (module: string) => readMappings(path, source).flatMap((mapping) => mapping(module));
    const own = targets(sdk.module).filter(
      (target) => !isDeclarationFile(target) && SOURCES.some((ending) => known.has(target + ending)),
    );

    return targets(sdk.replacement).some((target) => own.includes(target))
      ? []
      : own.slice(0, 1).map(shortened);
  }

  function shortened(target: string): string {
    return relativeTo(root, target) ?? target;
  }
}

const SOURCES = ['', '.ts', '.tsx', '.js', '.mjs', '.cjs', '/index.ts', '/index.js'];

function leadsElsewhere(alias: Alias, { module, replacement }: Sdk): boolean {
  const target = follow(alias, module);
  return (
    target !== undefined &&
    !target.includes(module) &&
    target !== replacement &&
    follow(alias, replacement) === undefined
  );
}
