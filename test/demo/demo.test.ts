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
      expect(output).toContain('✓ 30 of 30 requests equal, no deprecation warning left');
      expect(output).toContain('✓ the command printed the same');
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
      expect(output).toContain('✗ 28 of 30 requests equal, 1 deprecated use left');
      expect(output).toContain('body.source: "operations-wallet" → "reserve-wallet"');
      expect(output).toContain('✗ ZENTRA_DEP0001 is left at dist/src/worker/lost-cards.js');
    },
    SLOW,
  );
});
