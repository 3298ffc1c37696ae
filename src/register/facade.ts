import { sdkName } from '../adapter/real-sdk.js';

/** Marks the URL of the module that stands before the SDK's own. */
const marker = 'zentra-compat-facade';

/** What a loader's resolve hook is told, as far as it matters here. */
export interface ResolveContext {
  conditions?: readonly string[];
}

/** Whether this is an `import` of the SDK; `require` has a hook of its own. */
export function isImportOfSdk(specifier: string, { conditions }: ResolveContext): boolean {
  return specifier === sdkName && conditions?.includes('import') === true;
}

export function facadeOf(url: string): string {
  const facade = new URL(url);
  facade.searchParams.set(marker, '');
  return facade.href;
}

/** Source of the module in front of the SDK's, or `undefined` for the URL of any other module. */
export function facadeSource(url: string, wrapperUrl: string): string | undefined {
  if (!url.includes(marker)) return undefined;
  const original = new URL(url);
  original.searchParams.delete(marker);
  const from = JSON.stringify(original.href);
  return [
    `import { wrappedExports } from ${JSON.stringify(wrapperUrl)};`,
    `import * as original from ${from};`,
    // A name that is exported below hides its namesake here.
    `export * from ${from};`,
    'const { Zentra, Client, default: standard } = wrappedExports(original);',
    'export { Zentra, Client, standard as default };',
  ].join('\n');
}
