import vm from 'node:vm';
import { passedBy } from './passed-by.js';
import { packageOf, sdkName } from './sdk-package.js';

/**
 * Jest and other tools with their own module registry compile modules with `node:vm`. This notices the SDK's code there, even if the test
 * never sends a request. A registry that has loaded zentra-compat before the SDK is fine.
 *
 * @throws {ZentraError} while the SDK's module is being loaded, if the target version has removed the legacy calls
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
