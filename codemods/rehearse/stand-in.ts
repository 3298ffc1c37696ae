import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REFUSED_FILE } from './guard';
import { RehearsalError } from './rehearsal-error';

/**
 * Puts a package into its place in `node_modules`.
 *
 * @param target path at which to put the package
 * @param installed real path of the installed package, if any
 */
export type StandIn = (target: string, installed: string | undefined) => Promise<void>;

/** No sandbox runs yet; nothing listens on this port. */
const NOWHERE = 'http://127.0.0.1:9';

/** This version of the wrapper, even if another version is installed. */
export const wrapperStandIn =
  (wrapper: string): StandIn =>
  (target) =>
    symlink(wrapper, target, 'dir');

/** The unwrapped SDK: migrated code calls `cards` through the wrapper. */
export const originalStandIn: StandIn = async (target, installed) => {
  if (installed !== undefined) await symlink(installed, target, 'dir');
};

/**
 * The SDK with the wrapper's `cards`, written as a package, so that test runners and bundlers with their own module loader get it, too.
 * If no SDK is installed, the wrapper itself.
 */
export const wrappedStandIn =
  (wrapper: string, guard: string): StandIn =>
  (target, installed) =>
    installed === undefined
      ? symlink(wrapper, target, 'dir')
      : wrapInstalled({ wrapper, guard }, target, installed);

interface Built {
  wrapper: string;
  /** Script of the guard. */
  guard: string;
}

async function wrapInstalled({ wrapper, guard }: Built, target: string, installed: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const packageJson = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as PackageJson;
  for (const name of await readdir(installed)) {
    if (name !== 'package.json' && name !== 'node_modules')
      await symlink(join(installed, name), join(target, name));
  }
  const names = await exportsOf(installed, guard);
  const entry = (file: string) => `./__zentra_rehearsal__/${file}`;
  await mkdir(join(target, '__zentra_rehearsal__'));
  await writeFile(join(target, entry('index.cjs')), commonJs(wrapper, installed));
  await writeFile(join(target, entry('sdk.cjs')), "exports.sdk = require('./index.cjs');\n");
  await writeFile(join(target, entry('index.mjs')), esModule(names));
  const main = {
    import: { types: typesOf(packageJson, installed, 'import'), default: entry('index.mjs') },
    default: { types: typesOf(packageJson, installed, 'require'), default: entry('index.cjs') },
  };
  const { module: _, browser: __, ...rest } = packageJson;
  await writeFile(
    join(target, 'package.json'),
    JSON.stringify(
      // The name tells the program's own `zentra-compat/register` that the SDK is already wrapped: it then neither wraps nor warns.
      {
        ...rest,
        name: 'zentra-compat',
        main: entry('index.cjs'),
        exports: { ...subPaths(packageJson), '.': main },
      },
      null,
      2,
    ),
  );
}

interface PackageJson {
  name: string;
  main?: string;
  types?: string;
  typings?: string;
  module?: string;
  browser?: unknown;
  exports?: unknown;
}

/** The manifest's `exports` by subpath. Without `exports`, every file of the package may be imported. */
function subPaths({ exports }: PackageJson): Record<string, unknown> {
  if (exports === undefined) return { './*': './*' };
  const hasPaths =
    exports !== null &&
    typeof exports === 'object' &&
    Object.keys(exports).some((key) => key.startsWith('.'));
  return hasPaths ? (exports as Record<string, unknown>) : {};
}

/** The declaration file of the package's entry for `import` or `require`, as the TypeScript compiler resolves it. */
function typesOf(
  packageJson: PackageJson,
  installed: string,
  condition: 'import' | 'require',
): string | undefined {
  const { types, typings, main = 'index.js', exports } = packageJson;
  const declared =
    typesIn((subPaths(packageJson)['.'] ?? exports) as ExportTarget, condition) ?? types ?? typings;
  const beside = [
    main.replace(/\.([cm]?)js$/, '.d.$1ts'),
    main.replace(/\.[cm]?js$/, '.d.ts'),
    join(main, 'index.d.ts'),
    'index.d.ts',
  ];
  const found = declared ?? beside.find((file) => file !== main && existsSync(join(installed, file)));
  return found === undefined ? undefined : `./${found.replace(/^\.\//, '')}`;
}

type ExportTarget = string | null | undefined | { readonly [condition: string]: ExportTarget };

/** The first declaration file among the export conditions that Node matches. */
function typesIn(target: ExportTarget, condition: string): string | undefined {
  if (typeof target === 'string') return /\.d\.[cm]?ts$/.test(target) ? target : undefined;
  for (const [name, next] of Object.entries(target ?? {})) {
    const isTaken = ['types', condition, 'node', 'default'].includes(name);
    const types = isTaken ? typesIn(next, condition) : undefined;
    if (types !== undefined) return types;
  }
  return undefined;
}

/** A CommonJS module that exports the wrapped SDK. */
const commonJs = (wrapper: string, installed: string) => `'use strict';
const { wrappedExports } = require(${JSON.stringify(join(wrapper, 'dist/register/wrapped-exports.js'))});
module.exports = wrappedExports(require(${JSON.stringify(installed)}));
`;

/** Imports through a module without `__esModule`, whose default import is the same in Node and in every bundler. */
const esModule = (names: readonly string[]) => `import wrapped from './sdk.cjs';
const { sdk } = wrapped;
${names.map((name, index) => `const export${index} = sdk[${JSON.stringify(name)}];`).join('\n')}
const standard = sdk.default ?? sdk;
export { ${[...names.map((name, index) => `export${index} as ${JSON.stringify(name)}`), 'standard as default'].join(', ')} };
`;

/**
 * The names that the SDK exports. Loads the SDK, which the rehearsed command does, too. The guard refuses its connections, and the
 * process ends at once, even if the SDK keeps timers or sockets open.
 */
async function exportsOf(folder: string, guard: string): Promise<string[]> {
  const names = `JSON.stringify(Object.keys(require(${JSON.stringify(folder)})))`;
  const script = `process.stdout.write('\\n' + ${names} + '\\n', () => process.exit())`;
  const env = { ...process.env, ZENTRA_COMPAT_REHEARSAL: NOWHERE, [REFUSED_FILE]: devNull };
  try {
    const args = ['--require', guard, '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env });
    const names = JSON.parse(stdout.trim().split('\n').at(-1)!) as string[];
    return names.filter((name) => name !== 'default');
  } catch (error) {
    throw new RehearsalError(
      `The installed SDK in ${folder} cannot be loaded with require: ${String((error as Error).message).split('\n')[0]}`,
    );
  }
}
