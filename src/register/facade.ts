import { fileURLToPath } from 'node:url';
import { exportedNames } from './exported-names.js';
import { isOfSdk } from './sdk-package.js';

/** Marks the URL of the module that stands before the SDK's own. */
const marker = 'zentra-compat-facade';

/** Where the preload leaves the function that wraps: a facade can then be evaluated whatever loads modules here. */
export const wrapperKey = 'zentra-compat.wrapped-exports';

/** The documented names of the SDK's client class. */
export const clientNames = ['Zentra', 'Client', 'default'] as const;

/** What a loader's resolve hook is told, as far as it matters here. */
export interface ResolveContext {
  conditions?: readonly string[];
  parentURL?: string | undefined;
}

/** Whether this is an `import` of the SDK from outside of it; `require` has a hook of its own. */
export function isImportOfSdk(url: string, { conditions, parentURL }: ResolveContext): boolean {
  if (conditions?.includes('import') !== true || /\.(json|node|wasm)$/.test(url)) return false;
  return isOfSdk(url) && !isOfSdk(parentURL);
}

export function facadeOf(url: string): string {
  const facade = new URL(url);
  facade.searchParams.set(marker, '');
  return facade.href;
}

/** Source of the module in front of the SDK's, or `undefined` for the URL of any other module. */
export function facadeSource(url: string): string | undefined {
  if (!url.includes(marker)) return undefined;
  const original = new URL(url);
  original.searchParams.delete(marker);
  const from = JSON.stringify(original.href);
  const names = [...new Set([...clientNames, ...exportedNames(fileURLToPath(original))])];
  const bindings = names.map((name, index) => `${JSON.stringify(name)}: _${index}`);
  const exported = names.map((name, index) => `_${index} as ${name}`);
  return [
    `import * as original from ${from};`,
    // A name that is exported below hides its namesake here.
    `export * from ${from};`,
    `const { ${bindings.join(', ')} } = globalThis[Symbol.for('${wrapperKey}')](original);`,
    `export { ${exported.join(', ')} };`,
  ].join('\n');
}
