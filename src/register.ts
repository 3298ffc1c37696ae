/**
 * Preload that needs no change of the program: `node --import zentra-compat/register app.mjs`, or
 * `node -r zentra-compat/register app.cjs`. Clients of `@zentra/sdk` then have our `cards`.
 */
import { cannotWrap } from './register/cannot-wrap.js';
import { watchForeignRegistries } from './register/foreign-registries.js';
import { hookImport } from './register/hook-import.js';
import { hookRequire } from './register/hook-require.js';
import { watchOutsideRequests } from './register/outside-requests.js';

for (const step of [watchOutsideRequests, watchForeignRegistries, hookRequire, hookImport]) {
  try {
    step();
  } catch (error) {
    cannotWrap((error as Error).message);
  }
}
