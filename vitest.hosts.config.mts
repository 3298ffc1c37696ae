import { defineConfig } from 'vitest/config';

/** `npm run prove:hosts`: real hosts out of the registry, each installed into a folder of its own. */
export default defineConfig({
  test: { include: ['test/hosts/**/*.prove.ts'], testTimeout: 300_000, hookTimeout: 300_000, pool: 'forks' },
});
