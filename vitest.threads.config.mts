import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npm run prove:threads`: all fixtures and a larger repository, by one thread and by several. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^zentra-compat\/contract$/, replacement: fromRoot('./src/contract/index.ts') },
      { find: /^zentra-compat$/, replacement: fromRoot('./src/index.mts') },
    ],
  },
  test: {
    include: ['test/codemods/engine/parallel/*.prove.ts'],
    testTimeout: 900_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
