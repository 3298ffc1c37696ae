import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ZentraError } from '../contract/errors.js';

/** The package that this one replaces. */
export const sdkName = '@zentra/sdk';

/** Set on every class of ours, in any copy of this package, to distinguish it from the real SDK's. */
export const ofZentraCompat = Symbol.for('zentra-compat.client');

type ClientClass = new (options: object) => { readonly [member: PropertyKey]: unknown };

/**
 * The client class of the real SDK, in any of the documented export forms: `{ Zentra }`, `{ Client }`, a default
 * export, or the module itself.
 *
 * @param sdk the module or the class
 * @param key the option that the program gave its key in: `new Zentra({ secretKey })`, `new Zentra.Client({ apiKey })`
 * @returns `undefined` if it has none, or if it is this package itself
 */
export function clientClassOf(sdk: unknown, key: 'secretKey' | 'apiKey'): ClientClass | undefined {
  const order = key === 'apiKey' ? (['Client', 'Zentra'] as const) : (['Zentra', 'Client'] as const);
  for (const holder of [sdk, memberOf(sdk, 'default')]) {
    const found = [...order.map((name) => memberOf(holder, name)), holder].find(isClientClass);
    if (found) return found;
  }
  return undefined;
}

function isClientClass(value: unknown): value is ClientClass {
  return typeof value === 'function' && memberOf(value, ofZentraCompat) === undefined;
}

function memberOf(holder: unknown, key: PropertyKey): unknown {
  return hasMembers(holder) ? Reflect.get(holder, key) : undefined;
}

export function hasMembers(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/** Whether a class, or the exports of a module, belong to any copy of this package. */
export function isOurs(value: object): boolean {
  return (
    memberOf(value, ofZentraCompat) === true ||
    memberOf(Object.getOwnPropertyDescriptor(value, 'Zentra')?.value, ofZentraCompat) === true
  );
}

/**
 * The installed `@zentra/sdk`. It is searched from the program's main file and working directory, then from this file, because a linked or
 * hoisted `zentra-compat` lies elsewhere.
 *
 * @returns `undefined` if it is not installed
 * @throws {ZentraError} `sdk_not_loaded`: it is installed but cannot be loaded
 */
export function installedSdk(): unknown {
  const place = installed();
  return place && load(place);
}

/** The installed SDK, if the program has loaded it already; this loads nothing. */
export function loadedSdk(): unknown {
  const place = installed();
  if (!place) return undefined;
  const require = createRequire(place.from);
  return require.cache[place.path]?.exports ?? (isEsModule(place.path) ? require(place.path) : undefined);
}

/** A module for `import` only was loaded by the code that has a client of it, and `require` returns the same module if it can. */
function isEsModule(path: string): boolean {
  if ((process.features as { require_module?: boolean }).require_module !== true) return false;
  return path.endsWith('.mjs') || (path.endsWith('.js') && typeOf(path) === 'module');
}

/** `type` of the SDK's manifest. */
function typeOf(path: string): unknown {
  const root = /^.*[\\/]@zentra[\\/]sdk(?=[\\/])/.exec(path)?.[0];
  try {
    return root && JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).type;
  } catch {
    return undefined;
  }
}

interface Place {
  path: string;
  /** The file from which it was found. */
  from: string;
}

function installed(): Place | undefined {
  // A bundle in ES modules has no `__filename` to search from.
  const own = typeof __filename === 'string' ? __filename : undefined;
  for (const from of [require.main?.filename, process.argv[1], join(process.cwd(), 'index.js'), own]) {
    if (!from) continue;
    const path = resolved(from);
    if (path !== undefined) return { path, from };
  }
  return undefined;
}

function resolved(from: string): string | undefined {
  try {
    return createRequire(from).resolve(sdkName);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    // Installed for `import` only: requiring it by name gives the clearer error.
    return sdkName;
  }
}

function load({ path, from }: Place): unknown {
  try {
    return createRequire(from)(path);
  } catch (error) {
    throw new ZentraError({
      code: 'sdk_not_loaded',
      message: `${sdkName} is installed, but cannot be loaded with require (${(error as Error).message}): pass it as the option sdk, such as sdk: await import('${sdkName}')`,
      cause: error,
    });
  }
}
