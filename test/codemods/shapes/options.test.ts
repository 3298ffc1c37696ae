import { afterEach, describe, expect, it } from 'vitest';
import { undo } from '../../../codemods/engine/write/undo';
import { createTree, reportedSites, type Tree } from './fixture-tree';

let tree: Tree;

afterEach(() => tree.remove());

const packageJson = (version = '^1.4.0') =>
  `{\n  "dependencies": {\n    "@zentra/sdk": "${version}"\n  }\n}\n`;

/** A repository that depends on the SDK. */
function repository(files: Readonly<Record<string, string | Buffer>>): Tree {
  tree = createTree({ 'package.json': packageJson(), ...files });
  return tree;
}

const text = (file: string) => tree.read(file).toString('utf8');

const client = `const { Zentra } = require('@zentra/sdk');
const client = new Zentra({ secretKey: 'sk_sandbox_1' });
`;

describe('--assume-client', () => {
  const untyped = 'module.exports = (client, id) => client.cards.freeze(id);\n';

  it('rewrites an untyped receiver of that name', async () => {
    repository({ 'a.js': untyped });
    const { report } = await tree.migrate({ assumeClients: ['client'] });
    expect(text('a.js')).toBe('module.exports = (client, id) => client.cards.lock(id);\n');
    expect(report.summary).toMatchObject({ rewritten: 1, review: 0 });
  });

  it('names the last step of a path', async () => {
    repository({
      'a.js': 'module.exports = (req, id) => req.app.locals.zentra.cards.freeze(id);\n',
      'b.js': "module.exports = (ctx, id) => ctx['zentra'].cards.fund(id, { reference: 'r' });\n",
      'c.js':
        'module.exports = class { run(id) { return this.zentra.cards.updateLimits(id, { daily: 1 }); } };\n',
    });
    await tree.migrate({ assumeClients: ['zentra'] });
    expect(text('a.js')).toContain('req.app.locals.zentra.cards.lock(id)');
    expect(text('b.js')).toContain("ctx['zentra'].cards.fund(id, { transaction_reference: 'r' })");
    expect(text('c.js')).toContain(
      'this.zentra.cards.updateSecurity(id, { spending_limits: { daily_minor: 1 } })',
    );
  });

  it('leaves receivers of other names for review', async () => {
    repository({ 'a.js': untyped });
    const { report } = await tree.migrate({ assumeClients: ['zentra'] });
    expect(report.summary).toMatchObject({ rewritten: 0, review: 1 });
    expect(text('a.js')).toContain(untyped);
  });

  it('does not outweigh what is known of a receiver', async () => {
    const foreign = `const { Virtuo } = require('virtuo');
const client = new Virtuo();
module.exports = (id) => client.cards.freeze(id);
`;
    repository({
      'a.js': foreign,
      'package.json': packageJson().replace('"@zentra', '"virtuo": "1", "@zentra'),
    });
    const { report } = await tree.migrate({ assumeClients: ['client'] });
    expect(text('a.js')).toBe(foreign);
    expect(report.summary.sites).toBe(0);
  });

  it('rewrites what an earlier run left for review', async () => {
    repository({ 'a.js': untyped });
    await tree.migrate();
    const { report } = await tree.migrate({ assumeClients: ['client'] });
    expect(report.summary).toMatchObject({ rewritten: 1, review: 0 });
    expect(text('a.js')).toContain('client.cards.lock(id)');
  });
});

describe('--rule and --skip-rule', () => {
  const source = `${client}
exports.a = (id) => client.cards.freeze(id);
exports.b = (id) => client.cards.unfreeze(id);
exports.c = (id) => client.cards.fund(id, { reference: 'r' });
`;

  it('do only what is asked for', async () => {
    repository({ 'a.js': source });
    const { report } = await tree.migrate({ rules: ['freeze-to-lock'] });
    expect(report.sites.map(({ rule }) => rule)).toEqual(['freeze-to-lock']);
    expect(text('a.js')).toContain('cards.unfreeze(id)');
    expect(text('a.js')).toContain('{ reference:');
  });

  it('leave out what is not wanted', async () => {
    repository({ 'a.js': source });
    const { report } = await tree.migrate({
      skipRules: ['reference-to-transaction-reference', 'freeze-to-lock'],
    });
    expect(report.sites.map(({ rule }) => rule)).toEqual(['unfreeze-to-unlock']);
    expect(text('a.js')).toContain('cards.freeze(id)');
  });

  it('end at the same text when the rules are applied one after the other', async () => {
    repository({ 'a.js': source });
    for (const rule of ['unfreeze-to-unlock', 'reference-to-transaction-reference', 'freeze-to-lock']) {
      await tree.migrate({ rules: [rule] });
    }
    const inTurn = text('a.js');
    tree.remove();
    repository({ 'a.js': source });
    await tree.migrate();
    expect(inTurn).toBe(text('a.js'));
  });
});

describe('--client', () => {
  const source = `${client}
exports.block = (id) => client.cards.freeze(id);
exports.limit = async (id, limits) => client.cards.updateLimits(id, limits);
`;
  const installed = (version: string) => `{ "name": "@zentra/sdk", "version": "${version}" }`;

  it('keep: leaves imports of the SDK, and takes only the conversion of limits from the wrapper', async () => {
    repository({ 'a.js': source });
    await tree.migrate({ client: 'keep' });
    expect(text('a.js')).toBe(`const { Zentra } = require('@zentra/sdk');
const { spendingLimitsFrom } = require('zentra-compat');
const client = new Zentra({ secretKey: 'sk_sandbox_1' });

exports.block = (id) => client.cards.lock(id);
exports.limit = async (id, limits) => client.cards.updateSecurity(id, { spending_limits: spendingLimitsFrom(limits) });
`);
    expect(JSON.parse(text('package.json')).dependencies).toHaveProperty('zentra-compat');
  });

  it('keep: adds no dependency where nothing needs it', async () => {
    repository({ 'a.js': `${client}client.cards.freeze('card_1');\n` });
    await tree.migrate({ client: 'keep' });
    expect(text('a.js')).toBe(`${client}client.cards.lock('card_1');\n`);
    expect(text('package.json')).toBe(packageJson());
  });

  it('zentra-compat: switches imports where nothing is rewritten, too', async () => {
    repository({ 'a.js': `${client}client.cards.getSecurity('card_1');\n` });
    const { report } = await tree.migrate({ client: 'zentra-compat' });
    expect(text('a.js')).toContain("require('zentra-compat')");
    expect(report.summary.sites).toBe(0);
    expect(report.files.map(({ file }) => file)).toEqual(['a.js', 'package.json']);
  });

  it('auto: keeps imports where the installed SDK has the reviewed methods', async () => {
    repository({ 'a.js': source, 'node_modules/@zentra/sdk/package.json': installed('5.1.0') });
    await tree.migrate({ reviewedSdk: '>=5.0.0' });
    expect(text('a.js')).toContain("require('@zentra/sdk')");
    expect(text('a.js')).toContain('client.cards.lock(id)');
  });

  it('auto: switches imports where the installed SDK is older than what package.json allows', async () => {
    repository({ 'a.js': source, 'node_modules/@zentra/sdk/package.json': installed('4.9.0') });
    tree.write('package.json', packageJson('>=4'));
    await tree.migrate({ reviewedSdk: '>=5.0.0' });
    expect(text('a.js')).not.toContain("require('@zentra/sdk')");
  });

  it('auto: goes by the range of package.json where nothing is installed', async () => {
    repository({ 'a.js': source });
    tree.write('package.json', packageJson('^5.2.0'));
    await tree.migrate({ reviewedSdk: '>=5.0.0' });
    expect(text('a.js')).toContain("require('@zentra/sdk')");
  });

  it('auto: switches imports where no version is known to have the reviewed methods', async () => {
    repository({ 'a.js': source, 'node_modules/@zentra/sdk/package.json': installed('5.1.0') });
    await tree.migrate();
    expect(text('a.js')).not.toContain("require('@zentra/sdk')");
  });
});

describe('files that cannot be changed', () => {
  it('a file that does not parse is failed and keeps its bytes, and the rest is done', async () => {
    const broken = `${client}client.cards.freeze(;\n`;
    repository({ 'broken.js': broken, 'whole.js': `${client}client.cards.freeze('card_1');\n` });
    const { report } = await tree.migrate();
    const failed = report.files.find(({ file }) => file === 'broken.js');
    expect(failed).toMatchObject({ status: 'failed' });
    expect(failed?.error).toMatch(/does not parse: 3:\d+/);
    expect(text('broken.js')).toBe(broken);
    expect(text('whole.js')).toContain("client.cards.lock('card_1')");
    expect(report.summary).toMatchObject({ filesFailed: 1, rewritten: 1 });
  });

  it('a script block that does not parse fails its component', async () => {
    const broken = `<script>\nimport { Zentra } from '@zentra/sdk';\nnew Zentra().cards.freeze(;\n</script>\n`;
    repository({ 'a.vue': broken });
    const { report } = await tree.migrate();
    expect(report.files).toMatchObject([{ file: 'a.vue', status: 'failed' }]);
    expect(text('a.vue')).toBe(broken);
  });

  it('a file that is not UTF-8 keeps its bytes and is failed', async () => {
    const latin1 = Buffer.from(`// sch\xe9ma\n${client}client.cards.freeze('card_1');\n`, 'latin1');
    repository({ 'latin1.js': latin1, 'utf8.js': `${client}client.cards.freeze('card_1');\n` });
    const { report } = await tree.migrate();
    expect(tree.read('latin1.js').equals(latin1)).toBe(true);
    const failed = report.files.find(({ file }) => file === 'latin1.js');
    expect(failed).toMatchObject({ status: 'failed' });
    expect(failed?.error).toMatch(/UTF-8/);
    expect(report.sites.filter(({ file }) => file === 'latin1.js')).not.toContainEqual(
      expect.objectContaining({ status: 'rewritten' }),
    );
    expect(text('utf8.js')).toContain('client.cards.lock');
  });

  it('a file that is not UTF-8 and has nothing of ours is no concern', async () => {
    const latin1 = Buffer.from(
      `// sch\xe9ma\nObject.freeze({});\nmodule.exports = { freeze: 1 };\n`,
      'latin1',
    );
    repository({ 'latin1.js': latin1, 'utf8.js': `${client}client.cards.freeze('card_1');\n` });
    const { report } = await tree.migrate();
    expect(report.summary.filesFailed).toBe(0);
  });

  it('what succeeded beside a failure can be undone', async () => {
    const source = `${client}client.cards.freeze('card_1');\n`;
    repository({ 'broken.js': `${client}client.cards.freeze(;\n`, 'whole.js': source });
    await tree.migrate();
    undo(tree.root);
    expect(text('whole.js')).toBe(source);
    expect(text('package.json')).toBe(packageJson());
  });
});

describe('the modes', () => {
  it('dry-run and check write nothing and report what a run would', async () => {
    const source = `${client}client.cards.freeze('card_1');\nmodule.exports = (x, id) => x.cards.freeze(id);\n`;
    repository({ 'a.js': source });
    const dry = await tree.migrate({ mode: 'dry-run' });
    const check = await tree.migrate({ mode: 'check' });
    expect(text('a.js')).toBe(source);
    const written = await tree.migrate();
    expect(dry.report.sites).toEqual(written.report.sites);
    expect(check.report.sites).toEqual(written.report.sites);
    expect(dry.changes.map(({ after }) => after.toString())).toEqual(
      written.changes.map(({ after }) => after.toString()),
    );
    expect([dry, check, written].map(({ report }) => report.mode)).toEqual(['dry-run', 'check', 'write']);
  });

  it('only the named paths are changed, and the others still say what things are', async () => {
    repository({
      'client.js': `${client}module.exports = client;\n`,
      'jobs/a.js': "module.exports = (id) => require('../client').cards.freeze(id);\n",
      'rest.js': "require('./client').cards.freeze('card_1');\n",
    });
    const { report } = await tree.migrate({ paths: ['jobs', 'client.js'] });
    expect(text('jobs/a.js')).toContain('.cards.lock(id)');
    expect(text('rest.js')).toContain('.cards.freeze(');
    expect(reportedSites(report, 'jobs/a.js')).toMatchObject([{ status: 'rewritten' }]);
  });

  it.each([
    ['a folder is named', { paths: ['jobs'] }],
    ['a file is named', { paths: ['jobs/a.js'] }],
    ['its folder is left out', { exclude: ['shared'] }],
    ['another folder alone is taken', { include: ['jobs/**'] }],
  ])('a call waits for its client, and says for which, where %s', async (_, selection) => {
    repository({
      'shared/client.js': `${client}module.exports = client;\n`,
      'jobs/a.js': "module.exports = (id) => require('../shared/client').cards.freeze(id);\n",
    });
    const { report } = await tree.migrate(selection);
    expect(text('jobs/a.js')).not.toContain('.cards.lock(');
    expect(text('shared/client.js')).toContain('@zentra/sdk');
    expect(report.sites).toMatchObject([
      { file: 'jobs/a.js', status: 'review', reason: expect.stringContaining('shared/client.js') },
    ]);
  });

  it('a call waits for a client of a file that is generated', async () => {
    repository({
      'client.js': `// @generated\n${client}module.exports = client;\n`,
      'a.js': "module.exports = (id) => require('./client').cards.freeze(id);\n",
    });
    const { report } = await tree.migrate();
    expect(text('a.js')).not.toContain('.cards.lock(');
    expect(reportedSites(report, 'a.js')).toMatchObject([{ status: 'review' }]);
  });

  it('with imports that are kept a call waits for nothing', async () => {
    repository({
      'client.js': `${client}module.exports = client;\n`,
      'jobs/a.js': "module.exports = (id) => require('../client').cards.freeze(id);\n",
    });
    await tree.migrate({ paths: ['jobs'], client: 'keep' });
    expect(text('jobs/a.js')).toContain('.cards.lock(id)');
  });
});
