/** The `import` hooks for Node without `module.registerHooks`: they run in a thread of their own, which gets them as one source. */
import type { LoadHook, ResolveHook } from 'node:module';
import { facadeOf, facadeSource, isImportOfSdk } from './facade.js';

export const resolve: ResolveHook = async (specifier, context, next) => {
  const resolved = await next(specifier, context);
  if (!isImportOfSdk(resolved.url, context)) return resolved;
  return { url: facadeOf(resolved.url), format: 'module', shortCircuit: true };
};

export const load: LoadHook = async (url, context, next) => {
  const source = facadeSource(url);
  return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
};
