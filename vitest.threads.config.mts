import { defineConfig } from 'vitest/config';
import tests from './vitest.config.mts';

/** `npm run prove:threads`: all fixtures and a larger repository, by one thread and by several. */
export default defineConfig({
  resolve: tests.resolve!,
  test: {
    include: ['test/codemods/parallel/*.prove.ts'],
    testTimeout: 900_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
