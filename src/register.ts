/**
 * Preload for a program that is not to be changed: `node --import zentra-compat/register app.mjs`, or
 * `node -r zentra-compat/register app.cjs`. Clients of `@zentra/sdk` then have our `cards`.
 */
import { hookImport } from './register/hook-import.js';
import { hookRequire } from './register/hook-require.js';
import { cannotWrap } from './register/wrapped-exports.js';

for (const hook of [hookRequire, hookImport]) {
  try {
    hook();
  } catch (error) {
    cannotWrap((error as Error).message);
  }
}
