import nodeModule from 'node:module';
import { hasMembers } from '../adapter/real-sdk.js';
import { isOfSdk } from './sdk-package.js';
import { wrappedExports } from './wrapped-exports.js';

/** Methods of Node's loader that every `require` calls, on all supported versions. */
interface Loader {
  _load(request: string, parent?: LoadedModule | null, ...rest: unknown[]): unknown;
  readonly prototype: { load(this: LoadedModule, filename: string): unknown };
}

interface LoadedModule {
  exports: unknown;
  filename?: string | null;
}

/** After this call, `require` of the SDK returns the wrapped module, except for the SDK's own modules. */
export function hookRequire(): void {
  const loader = nodeModule as unknown as Loader;
  const exportsOfSdk = new WeakSet<object>();

  const { load } = loader.prototype;
  loader.prototype.load = function (filename) {
    const result = Reflect.apply(load, this, [filename]);
    if (hasMembers(this.exports) && !filename.endsWith('.json') && isOfSdk(filename))
      exportsOfSdk.add(this.exports);
    return result;
  };

  const { _load } = loader;
  loader._load = function (this: unknown, request, parent, ...rest) {
    const exports = Reflect.apply(_load, this, [request, parent, ...rest]);
    const wanted = hasMembers(exports) && exportsOfSdk.has(exports) && !isOfSdk(parent?.filename);
    return wanted ? wrappedExports(exports) : exports;
  };
}
