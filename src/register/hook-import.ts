import { readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { facadeOf, facadeSource, isImportOfSdk, type ResolveContext, wrapperKey } from './facade.js';
import { wrappedExports } from './wrapped-exports.js';

type Next<Argument, Result> = (value: string, context: Argument) => Result;

/** Node 22.15 and later: hooks on the main thread. */
interface SynchronousHooks {
  resolve(specifier: string, context: ResolveContext, next: Next<ResolveContext, { url: string }>): object;
  load(url: string, context: object, next: Next<object, object>): object;
}

/** After this call, `import` of the SDK returns the wrapped module. */
export function hookImport(): void {
  Reflect.defineProperty(globalThis, Symbol.for(wrapperKey), { value: wrappedExports, configurable: true });
  const { registerHooks } = nodeModule as { registerHooks?: (hooks: SynchronousHooks) => unknown };
  if (!registerHooks) {
    // Passes the source, since the hooks' thread cannot read archives such as those of Yarn's Plug'n'Play: Node would end silently.
    const source = readFileSync(join(__dirname, 'import-hooks.mjs'), 'utf8');
    nodeModule.register(`data:text/javascript,${encodeURIComponent(source)}`);
    return;
  }
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (!isImportOfSdk(resolved.url, context)) return resolved;
      return { url: facadeOf(resolved.url), format: 'module', shortCircuit: true };
    },
    load(url, context, next) {
      const source = facadeSource(url);
      return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
    },
  });
}
