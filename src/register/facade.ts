import { fileURLToPath } from 'node:url';
import { exportedNames } from './exported-names.js';
import { isOfSdk } from './sdk-package.js';

/** Marks the URL of the facade, the module that stands in for the SDK's own. */
const marker = 'zentra-compat-facade';

/** Global key of the wrapping function, so that any loader can evaluate a facade. */
export const wrapperKey = 'zentra-compat.wrapped-exports';

/** The documented names of the SDK's client class. */
export const clientNames = ['Zentra', 'Client', 'default'] as const;

/** The context of a loader's resolve hook, as far as it is used here. */
export interface ResolveContext {
  conditions?: readonly string[];
  parentURL?: string | undefined;
}

/** Whether a module outside of the SDK imports the SDK with `import`; `require` has its own hook. */
export function isImportOfSdk(url: string, { conditions, parentURL }: ResolveContext): boolean {
  if (conditions?.includes('import') !== true || /\.(json|node|wasm)$/.test(url)) return false;
  return isOfSdk(url) && !isOfSdk(parentURL);
}

export function facadeOf(url: string): string {
  const facade = new URL(url);
  facade.searchParams.set(marker, '');
  return facade.href;
}

/** Source of the facade, or `undefined` for the URL of any other module. */
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
    // The explicit exports below take precedence over this star.
    `export * from ${from};`,
    `const { ${bindings.join(', ')} } = globalThis[Symbol.for('${wrapperKey}')](original);`,
    `export { ${exported.join(', ')} };`,
  ].join('\n');
}
