import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ZentraError } from '../contract/errors.js';

/** The package whose place this one takes. */
export const sdkName = '@zentra/sdk';

/** On every class of ours, in whichever copy of this package: how one is told from the real SDK's. */
export const ofZentraCompat = Symbol.for('zentra-compat.client');

type ClientClass = new (options: object) => { readonly [member: PropertyKey]: unknown };

/**
 * The client class of the real SDK, in whichever of the documented forms it is exported: `{ Zentra }`, `{ Client }`, a default
 * export, or the module itself.
 *
 * @param sdk the module or the class
 * @param key the option that the program gave its key in: `new Zentra({ secretKey })`, `new Zentra.Client({ apiKey })`
 * @returns `undefined` where it has none, or where it is this package itself
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
  const hasMembers = typeof holder === 'function' || (typeof holder === 'object' && holder !== null);
  return hasMembers ? Reflect.get(holder, key) : undefined;
}

/**
 * The installed `@zentra/sdk`: looked for from the program's main file and working directory, then from here, because a linked or
 * hoisted `zentra-compat` lies elsewhere.
 *
 * @returns `undefined` where it is not installed
 * @throws {ZentraError} `sdk_not_loaded`: it is installed and cannot be loaded
 */
export function installedSdk(): unknown {
  // A bundle in ES modules has no file of its own to look from.
  const own = typeof __filename === 'string' ? __filename : undefined;
  for (const from of [require.main?.filename, process.argv[1], join(process.cwd(), 'index.js'), own]) {
    if (!from) continue;
    const path = resolved(from);
    if (path !== undefined) return load(path, from);
  }
  return undefined;
}

function resolved(from: string): string | undefined {
  try {
    return createRequire(from).resolve(sdkName);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    // Installed for `import` only: asking for it gives the better error.
    return sdkName;
  }
}

function load(path: string, from: string): unknown {
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
