import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^zentra-compat\/contract$/, replacement: fromRoot('./src/contract/index.ts') },
      { find: /^zentra-compat$/, replacement: fromRoot('./src/index.mts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/random-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Every core: much of the time goes to the programs that the tests start.
    maxWorkers: '100%',
  },
});
