import nodeModule from 'node:module';
import { sdkName } from '../adapter/real-sdk.js';
import { wrappedExports } from './wrapped-exports.js';

/** From now on, `require` of the SDK gives the wrapped one. */
export function hookRequire(): void {
  // Every `require` comes through here, on all supported versions of Node.
  const loader = nodeModule as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  loader._load = function (this: unknown, request, ...rest) {
    const exports = Reflect.apply(load, this, [request, ...rest]);
    return request === sdkName ? wrappedExports(exports) : exports;
  };
}
