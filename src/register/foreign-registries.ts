import vm from 'node:vm';
import { passedBy } from './passed-by.js';
import { packageOf, sdkName } from './sdk-package.js';

/**
 * Jest, and whoever else has a module registry of its own, compiles modules with `node:vm`, and there the SDK's own code can be seen, though
 * a test may never send a request. A registry that has loaded zentra-compat before is in order: the SDK is behind it.
 *
 * @throws {ZentraError} while the SDK's module is loaded, where the target is past the removal of the legacy calls
 */
export function watchForeignRegistries(): void {
  let isInOrder = false;
  const inspect = (file: unknown) => {
    if (isInOrder || typeof file !== 'string') return;
    const name = packageOf(file);
    if (name === 'zentra-compat') isInOrder = true;
    if (name !== sdkName) return;
    const error = passedBy(`The code of ${sdkName} was loaded by another loader than Node's`);
    if (error) throw error;
  };
  vm.Script = new Proxy(vm.Script, {
    construct(target, args: ConstructorParameters<typeof vm.Script>, newTarget) {
      const [, options] = args;
      inspect(typeof options === 'string' ? options : options?.filename);
      return Reflect.construct(target, args, newTarget);
    },
  });
  vm.compileFunction = new Proxy(vm.compileFunction, {
    apply(target, self, args: Parameters<typeof vm.compileFunction>) {
      inspect(args[2]?.filename);
      return Reflect.apply(target, self, args);
    },
  });
}
