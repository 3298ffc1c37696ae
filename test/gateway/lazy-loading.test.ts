import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Packages that a program loads when it uses the built package. */
const loadedBy = (program: string): string[] =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        '-e',
        `${program};
        const packages = Object.keys(require.cache).map((file) => file.split(/node_modules[\\\\/]/)[1]?.split(/[\\\\/]/)[0]);
        console.log(JSON.stringify([...new Set(packages.filter(Boolean))].sort()));`,
      ],
      { encoding: 'utf8' },
    ),
  );

describe('the packages that a request needs', () => {
  it('are not loaded with the module', () => {
    expect(loadedBy("require('zentra-compat'); require('zentra-compat/contract')")).toEqual([]);
  });

  it('are loaded with the first request, and not with the client', () => {
    const client =
      "const { cards } = new (require('zentra-compat'))({ secretKey: 'sk_sandbox_x', baseUrl: 'http://127.0.0.1:1', maxRetries: 0 })";
    expect(loadedBy(client)).toEqual([]);
    expect(loadedBy(`${client}; cards.list().catch(() => {})`)).toContain('undici');
  });
});
