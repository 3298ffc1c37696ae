import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defineMigration, transformsOf } from '../../../codemods/engine/migration';
import { render } from '../../../codemods/reports/render';
import { zentra } from '../../../codemods/zentra/index';
import { treeOf } from '../engine/migrated-tree';
import { ledger } from './ledger';

const codemods = join(import.meta.dirname, '../../../codemods');

const manifest = `${JSON.stringify({ dependencies: { '@vend/ledger': '^1.0.0' } }, null, 2)}\n`;

describe('another migration, by the same engine', () => {
  const files = {
    'package.json': manifest,
    'client.ts':
      "import { Ledger, Money } from '@vend/ledger';\nexport const ledger = new Ledger({});\nMoney.of(1);\n",
    'close.ts':
      "import { ledger } from './client';\nawait ledger.accounts.close('a1');\nawait ledger.accounts.post('a1', { memo: 'rent' });\n",
    'decoy.ts': 'socket.close();\nmail.post("a", { memo: "b" });\nnew Zentra({}).cards.freeze("c");\n',
  };

  test('rewrites calls, switches imports and asks for the replacement', async () => {
    const tree = treeOf(files);
    const { report } = await tree.migrate({ mode: 'write' }, {}, ledger);
    expect(tree.read('close.ts')).toBe(
      "import { ledger } from './client';\nawait ledger.accounts.archive('a1');\nawait ledger.accounts.post('a1', { note: 'rent' });\n",
    );
    expect(tree.read('client.ts')).toBe(
      "import { Ledger } from 'ledger-next';\nimport { Money } from '@vend/ledger';\nexport const ledger = new Ledger({});\nMoney.of(1);\n",
    );
    expect(JSON.parse(tree.read('package.json')).dependencies).toEqual({
      '@vend/ledger': '^1.0.0',
      'ledger-next': '^3.0.0',
    });
    expect(tree.read('decoy.ts')).toBe(files['decoy.ts']);
    expect(report.sites.map(({ rule, status }) => [rule, status])).toEqual([
      ['close-to-archive', 'rewritten'],
      ['memo-to-note', 'rewritten'],
    ]);
  });

  test('a second run changes nothing', async () => {
    const tree = treeOf(files);
    await tree.migrate({ mode: 'write' }, {}, ledger);
    const { changes, report } = await tree.migrate({ mode: 'write' }, {}, ledger);
    expect([changes, report.sites]).toEqual([[], []]);
  });

  test('reports speak its words', async () => {
    const tree = treeOf(files);
    const { report } = await tree.migrate({}, {}, ledger);
    const { wording } = ledger;
    for (const format of ['md', 'html', 'sarif', 'terminal'] as const) {
      const text = render(report, format, { wording });
      expect(text).toContain('close-to-archive');
      expect(text.replaceAll('zentra-codemods', '')).not.toMatch(/zentra/i);
    }
  });

  test('the findings of one are not those of the other', async () => {
    const tree = treeOf(files);
    expect((await tree.migrate({}, {}, zentra)).report.sites).toEqual([]);
    expect((await tree.migrate({}, {}, ledger)).report.sites).toHaveLength(2);
  });
});

describe('a definition', () => {
  test('names the rule that is there twice, has no text, or is not in the list', () => {
    expect(() => defineMigration({ ...ledger, rules: ['memo-to-note', 'memo-to-note'] })).toThrow(
      'the migration of @vend/ledger: memo-to-note is there twice',
    );
    expect(() => defineMigration({ ...ledger, rules: ['memo-to-note'] })).toThrow(
      'close-to-archive, the rule of close, is not in the list of rules',
    );
    const ruleText = (id: string) => ({ ...ledger.wording.ruleText(id), message: id });
    expect(() => defineMigration({ ...ledger, wording: { ...ledger.wording, ruleText } })).toThrow(
      'close-to-archive has no text',
    );
  });

  test('has a transform for each rule, and no other', async () => {
    await expect(transformsOf({ ...ledger, rules: [...ledger.rules, 'third'] })).rejects.toThrow(
      'third has no transform',
    );
    await expect(transformsOf({ ...ledger, rules: ['memo-to-note'] })).rejects.toThrow(
      'the transform of close-to-archive has no rule',
    );
    expect((await transformsOf(zentra)).map(({ rule }) => rule)).toEqual(zentra.rules);
  });
});

describe.each(['resolve', 'rewrite', 'engine', 'reports'])('%s/', (folder) => {
  const files = readdirSync(join(codemods, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );

  test.each(files)('%s names no vendor', (file) => {
    // The name of the tool itself is no vendor's word.
    const text = readFileSync(join(codemods, folder, file), 'utf8').replaceAll('zentra-codemods', '');
    expect(text.match(/.*zentra.*/gi) ?? []).toEqual([]);
  });
});
