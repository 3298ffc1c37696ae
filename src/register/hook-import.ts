import nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { facadeOf, facadeSource, isImportOfSdk, type ResolveContext } from './facade.js';

type Next<Argument, Result> = (value: string, context: Argument) => Result;

/** Node 22.15 and later: hooks on the program's own thread. */
interface SynchronousHooks {
  resolve(specifier: string, context: ResolveContext, next: Next<ResolveContext, { url: string }>): object;
  load(url: string, context: object, next: Next<object, object>): object;
}

const inThisFolder = (file: string) => pathToFileURL(join(__dirname, file)).href;

/** From now on, `import` of the SDK gives the wrapped one. */
export function hookImport(): void {
  const { registerHooks } = nodeModule as { registerHooks?: (hooks: SynchronousHooks) => unknown };
  if (!registerHooks) {
    nodeModule.register(inThisFolder('import-hooks.mjs'));
    return;
  }
  const wrapperUrl = inThisFolder('wrapped-exports.js');
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (!isImportOfSdk(specifier, context)) return resolved;
      return { url: facadeOf(resolved.url), format: 'module', shortCircuit: true };
    },
    load(url, context, next) {
      const source = facadeSource(url, wrapperUrl);
      return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true };
    },
  });
}
