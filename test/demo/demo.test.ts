import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { demo } from '../../demo/main';

const SLOW = 180_000;

async function run(onMigrated?: (folder: string) => Promise<void>) {
  let output = '';
  const screen = { write: (text: string) => (output += text) };
  const exitCode = await demo({ screen, env: {}, ...(onMigrated ? { onMigrated } : {}) });
  return { exitCode, output };
}

describe('npm run demo', () => {
  test(
    'the old shop warns of every legacy use, and its migrated copy asks for the same without a warning',
    async () => {
      const { exitCode, output } = await run();
      expect(exitCode, output).toBe(0);
      for (const code of [1, 2, 3, 4, 5]) expect(output).toContain(`ZENTRA_DEP000${code}`);
      expect(output).toContain('+    const result = await this.zentra.cards.lock(card, { reason });');
      expect(output).toContain('14 sites rewritten, 1 for a person');
      expect(output).toMatch(/✓ 30 requests, equal/);
      expect(output).toMatch(/✓ no deprecation warning left/);
    },
    SLOW,
  );

  test(
    'a migrated copy that funds from elsewhere, and one legacy call left in it, make it fail and are shown',
    async () => {
      const edit = async (file: string, before: string, after: string) => {
        const text = await readFile(file, 'utf8');
        expect(text).toContain(before);
        await writeFile(file, text.replace(before, after));
      };
      const { exitCode, output } = await run(async (folder) => {
        await edit(join(folder, 'src/routes/allowances.ts'), 'operations-wallet', 'reserve-wallet');
        await edit(join(folder, 'src/worker/lost-cards.js'), 'cards.lock(', 'cards.freeze(');
      });
      expect(exitCode).toBe(1);
      expect(output).toContain('✗ 30 requests');
      expect(output).toContain('reserve-wallet');
      expect(output).toContain('✗ 1 deprecation warning left');
    },
    SLOW,
  );
});
