import { defineConfig } from 'vitest/config';

/** `npm run prove:customers`: believable customers with their real tools, each installed into a folder of its own. */
export default defineConfig({
  test: {
    include: ['test/customers/*.{prove,test}.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
