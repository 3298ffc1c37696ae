import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const client = "const { Zentra } = require('@zentra/sdk');\nexports.zentra = new Zentra({});\n";
const use = "const { zentra } = require('./client');\nexports.block = (id) => zentra.cards.lock(id);\n";
const other = "const { spendingLimitsFrom } = require('zentra-compat');\nspendingLimitsFrom({ daily: 1 });\n";

const kinds = (spots: readonly { kind: string; file: string; line?: number | undefined }[] = []) =>
  spots.map(({ kind, file, line }) => `${kind} ${file}:${line}`);

describe('a reviewed name on a client that is still the SDK’s', () => {
  test('has its client switched where an import of the replacement shows a half run', async () => {
    const tree = treeOf({
      'package.json': packageJson,
      'client.js': client,
      'use.js': use,
      'other.js': other,
    });
    const checked = await tree.migrate();
    expect(kinds(checked.report.blindSpots)).toContain('half-switched use.js:2');
    const { report } = await tree.migrate({ mode: 'write' });
    expect(tree.read('client.js')).toContain("require('zentra-compat')");
    expect(tree.read('package.json')).toContain('"zentra-compat"');
    expect(report.blindSpots).toBeUndefined();
    expect((await tree.migrate()).report.blindSpots).toBeUndefined();
  });

  test('has its client switched where the journal shows a half run', async () => {
    const whole =
      "const { zentra } = require('./client');\nexports.block = (id) => zentra.cards.freeze(id);\n";
    const tree = treeOf({ 'package.json': packageJson, 'client.js': client, 'use.js': whole });
    await tree.migrate({ mode: 'write' });
    // As a run that reached one of the two files left it.
    tree.write({ 'package.json': packageJson, 'client.js': client });
    await tree.migrate({ mode: 'write' });
    expect(tree.read('client.js')).toContain("require('zentra-compat')");
  });

  test('is one question of its package where nothing shows a half run: the SDK may be one that has the name', async () => {
    const two = `${use}exports.open = (id) => zentra.cards.unlock(id);\n`;
    const tree = treeOf({ 'package.json': packageJson, 'client.js': client, 'use.js': two });
    const { report, changes } = await tree.migrate({ mode: 'write' });
    expect(changes).toEqual([]);
    expect(report.blindSpots).toMatchObject([{ kind: 'half-switched', file: 'use.js', line: 2, uses: 2 }]);
    expect(report.blindSpots?.[0]?.reason).toContain('newer SDK');
  });

  test('is no question once the configuration, a flag or a comment has answered it', async () => {
    const tree = treeOf({ 'package.json': packageJson, 'client.js': client, 'use.js': use });
    expect((await tree.migrate({ client: 'keep' })).report.blindSpots).toBeUndefined();
    expect((await tree.migrate({ reviewedSdk: '>=1' })).report.blindSpots).toBeUndefined();
    tree.write({
      'use.js': use.replace('exports', '// zentra-codemods-ignore half-switched: SDK 5 has it\nexports'),
    });
    const { report } = await tree.migrate();
    expect(report.blindSpots).toBeUndefined();
    expect(report.accepted).toMatchObject([{ rule: 'half-switched', file: 'use.js' }]);
  });

  test('stays a blind spot, with what to take in, where a narrower run cannot switch its client', async () => {
    const tree = treeOf({
      'package.json': packageJson,
      'client.js': client,
      'use.js': use,
      'other.js': other,
    });
    const { report } = await tree.migrate({ mode: 'write', exclude: ['client.js'] });
    expect(kinds(report.blindSpots)).toEqual(['half-switched use.js:2']);
    expect(report.blindSpots?.[0]?.reason).toContain('client.js');
  });

  test('is switched in the package of its client, too', async () => {
    const tree = treeOf({
      'package.json': '{ "private": true, "workspaces": ["*"] }',
      'sdk/package.json': '{ "name": "sdk", "main": "client.js", "dependencies": { "@zentra/sdk": "1" } }',
      'sdk/client.js': client,
      'app/package.json': '{ "name": "app", "dependencies": { "sdk": "*" } }',
      'app/use.js': use.replace('./client', 'sdk') + other,
    });
    await tree.migrate({ mode: 'write' });
    expect(tree.read('sdk/client.js')).toContain("require('zentra-compat')");
  });

  test('is right on a client of the replacement, and nobody’s business elsewhere', async () => {
    const tree = treeOf({
      'package.json': packageJson,
      'a.js': "const { Zentra } = require('zentra-compat');\nnew Zentra({}).cards.lock(1);\n",
      'b.js':
        "require('@zentra/sdk');\nconst cards = { lock() {} };\ncards.lock(); door.lock(); mutex.lock();\n",
    });
    expect(kinds((await tree.migrate()).report.blindSpots)).toEqual([
      'missing-dependency package.json:undefined',
    ]);
  });
});
