import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SpentFolders } from '../../../codemods/fleet/job/spent-folders';
import { outcomeText } from '../../../codemods/fleet/progress/outcome-text';
import { done, failure, jobOf, migrate, realChild } from './environment';
import { commit, git, repository, SHOP, temporary } from './repository';

const patchOf = ({ environment }: Awaited<ReturnType<typeof migrate>>) =>
  path.join(environment.resultsFolder, 'migration.patch');

describe('one repository', () => {
  it('is migrated, committed on a branch, and written as reports and a patch', async () => {
    const shop = repository({ 'shop.js': SHOP, 'README.md': 'A shop' });
    const migrated = await migrate(jobOf(shop));
    const outcome = done(migrated);
    expect(outcome.summary).toMatchObject({ sites: 1, rewritten: 1, review: 0 });
    expect(outcome.commit).toMatchObject({ branch: 'zentra-codemods/migrate', pushed: false });
    expect(readdirSync(migrated.environment.resultsFolder).sort()).toEqual([
      'migration.patch',
      'report.html',
      'report.json',
      'report.md',
    ]);
    const cache = path.join(migrated.environment.cacheFolder, migrated.state.slug, 'git');
    expect(git(cache, 'show', 'zentra-codemods/migrate:shop.js')).toContain("client.cards.lock('card_1')");
    expect(git(cache, 'rev-parse', 'zentra-codemods/migrate^')).toBe(git(shop, 'rev-parse', 'HEAD'));
  });

  it('leaves the repository itself and the working folder as they were', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const before = git(shop, 'for-each-ref');
    const { environment } = await migrate(jobOf(shop));
    expect(git(shop, 'for-each-ref')).toBe(before);
    expect(git(shop, 'status', '--porcelain')).toBe('');
    expect(readdirSync(environment.workFolder)).toEqual([]);
  });

  it('gives a patch that `git am` takes to the very tree that was committed', async () => {
    const shop = repository({ 'shop.js': SHOP, 'with space/ünï "quoted".js': SHOP });
    const migrated = await migrate(jobOf(shop));
    git(shop, 'am', patchOf(migrated));
    const cache = path.join(migrated.environment.cacheFolder, migrated.state.slug, 'git');
    expect(git(shop, 'rev-parse', 'HEAD^{tree}')).toBe(
      git(cache, 'rev-parse', `${done(migrated).commit?.id}^{tree}`),
    );
  });

  it.each([
    ['CRLF line ends', Buffer.from(SHOP.replaceAll('\n', '\r\n'))],
    ['mixed line ends', Buffer.from(`${SHOP}\r\nother();\r\n`)],
    ['no newline at its end', Buffer.from(SHOP.trimEnd())],
    ['a byte order mark', Buffer.from(`\ufeff${SHOP}`)],
    ['bytes that are not UTF-8', Buffer.from(`${SHOP}// caf\xe9\n`, 'latin1')],
    ['a line that a mail would end at', Buffer.from(`${SHOP}\n---\nFrom nobody\ndiff -u\n`)],
  ])('keeps every byte through `git am` in a file with %s', async (_name, content) => {
    const shop = repository({ 'shop.js': content });
    const migrated = await migrate(jobOf(shop));
    git(shop, 'am', patchOf(migrated));
    const expected = content.toString('latin1').replaceAll('cards.freeze(', 'cards.lock(');
    const committed = path.join(migrated.environment.cacheFolder, migrated.state.slug, 'git');
    const blob = git(shop, 'rev-parse', 'HEAD:shop.js');
    expect(blob).toBe(git(committed, 'rev-parse', 'zentra-codemods/migrate:shop.js'));
    const work = temporary();
    writeFileSync(path.join(work, 'expected'), expected, 'latin1');
    expect(git(shop, 'hash-object', '--no-filters', path.join(work, 'expected'))).toBe(blob);
  });

  it('commits with a neutral identity, and with the one of the manifest', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const identityOf = async (entry: object) => {
      const { environment, state } = await migrate(jobOf(shop, entry));
      const cache = path.join(environment.cacheFolder, state.slug, 'git');
      return git(cache, 'show', '--no-patch', '--format=%an <%ae>%n%B', 'zentra-codemods/migrate');
    };
    expect(await identityOf({})).toMatch(
      /^zentra-codemods <zentra-codemods@localhost>\nMove Zentra card calls/,
    );
    expect(
      await identityOf({
        commit: { name: 'Migration Team', email: 'team@example.com', message: 'Cards: 2' },
      }),
    ).toBe('Migration Team <team@example.com>\nCards: 2\n\nZentra-Codemods: 0.0.0');
  });

  it('gives the same commit at every attempt', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const first = done(await migrate(jobOf(shop)));
    const second = done(await migrate(jobOf(shop)));
    expect(second.commit?.id).toBe(first.commit?.id);
  });

  it('has no commit and no patch when there is nothing to change', async () => {
    const migrated = await migrate(jobOf(repository({ 'shop.js': 'nothing();\n' })));
    expect(done(migrated).commit).toBeUndefined();
    expect(existsSync(patchOf(migrated))).toBe(false);
  });

  it('migrates a branch, a tag and a commit', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const old = git(shop, 'rev-parse', 'HEAD');
    git(shop, 'tag', '--annotate', '--message', 'First', 'v1');
    git(shop, 'branch', 'stable');
    commit(shop, { 'shop.js': 'gone();\n' });
    for (const ref of ['stable', 'v1', old]) {
      const migrated = await migrate(jobOf(shop, { ref }));
      expect(done(migrated).summary.sites).toBe(1);
      expect(migrated.state.sourceCommit).toBe(old);
    }
    expect(done(await migrate(jobOf(shop))).summary.sites).toBe(0);
  });

  it('migrates a sub-folder and nothing else', async () => {
    const shop = repository({ 'services/api/shop.js': SHOP, 'other/shop.js': SHOP });
    const migrated = await migrate(jobOf(shop, { folder: 'services/api' }));
    expect(done(migrated).summary.sites).toBe(1);
    const patch = readFileSync(patchOf(migrated), 'utf8');
    expect(patch).toContain('services/api/shop.js');
    expect(patch).not.toContain('other/shop.js');
  });

  it('commits a file whose name looks like a secret, which a report does not show', async () => {
    const files = {
      'api/package.json': '{ "name": "shop", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n',
      'api/migrations/20240131093000_lock_cards.js':
        "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({ secretKey });\nclient.cards.freeze('card_1');\n",
    };
    for (const job of [jobOf(repository(files)), jobOf(repository(files), { folder: 'api' })]) {
      const migrated = await migrate(job, { child: realChild });
      expect(done(migrated).summary.rewritten).toBe(1);
      expect(readFileSync(patchOf(migrated), 'utf8')).toContain('20240131093000_lock_cards.js');
    }
  });

  it('fails when the sub-folder, the ref or the repository does not exist', async () => {
    const shop = repository({ 'shop.js': SHOP });
    expect(failure(await migrate(jobOf(shop, { folder: 'nowhere' })))).toMatchObject({
      stage: 'migrate',
      message: 'there is no folder nowhere in the repository',
    });
    expect(failure(await migrate(jobOf(shop, { ref: 'nowhere' })))).toMatchObject({
      stage: 'fetch',
      why: 'git',
    });
    expect(failure(await migrate(jobOf('/nowhere/at/all'))).message).toMatch(
      /does not appear to be a git repository/,
    );
  });

  it('hands the options on to the Node API', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const options = {
      client: 'keep',
      rules: ['freeze-to-lock'],
      skipRules: ['dynamic-member'],
      assumeClients: ['gateway'],
      include: ['--help'],
      exclude: ['gen/**'],
    };
    const { environment } = await migrate(jobOf(shop, { options }));
    const said = readFileSync(path.join(environment.resultsFolder, 'report.md'), 'utf8');
    const given = JSON.parse(said.split('\n')[0]?.replace('report ', '') ?? '') as object;
    expect(given).toEqual({
      ...options,
      root: expect.stringContaining(environment.workFolder),
      paths: ['.'],
      requireCleanTree: false,
    });
  });

  it('is failed, with nothing committed, where the types are compared and one no longer fits', async () => {
    const source = `import { Zentra } from '@zentra/sdk';
const zentra = new Zentra({ secretKey: 'k' });
export const at = zentra.cards.terminate('card_1').then((closed: { closed_at: string }) => closed.closed_at);
`;
    const shop = repository({
      'package.json': '{ "name": "shop", "dependencies": { "@zentra/sdk": "^1.0.0" } }',
      'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [] } }',
      'close.ts': source,
    });
    const verified = await migrate(jobOf(shop, { options: { verify: true } }), { child: realChild });
    expect(failure(verified)).toMatchObject({ stage: 'migrate', why: 'refused', retryable: false });
    expect(failure(verified).message).toContain('new type error');
    expect(failure(verified).message).toContain('close.ts:3');
    expect(done(await migrate(jobOf(shop), { child: realChild })).commit).toBeDefined();
  });

  it('tells of what it could not see through, and of what somebody accepted', async () => {
    const request =
      "export const f = (id) => fetch('https://api.usezentra.com/v1/cards/' + id + '/freeze');\n";
    const kept =
      '// zentra-codemods-ignore freeze-to-lock: a card of a game\nexports.f = (c, id) => c.cards.freeze(id);\n';
    const sdk = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
    const shop = repository({ 'package.json': sdk, 'raw.js': request, 'kept.js': kept });
    const migrated = await migrate(jobOf(shop), { child: realChild });
    expect(done(migrated).blindSpots).toEqual({
      count: 1,
      first: [{ reason: expect.stringContaining('/v1/cards/…/freeze is a legacy route'), where: 'raw.js:1' }],
    });
    expect(outcomeText(migrated.state)).toBe('no legacy use in what was read, 1 blind spot, 1 accepted');
  });

  it('is done where it has no source file at all, and failed where nothing matches what was selected', async () => {
    const image = repository({ 'logo.png': 'png' });
    const { state } = await migrate(jobOf(image), { child: realChild });
    expect(outcomeText(state)).toBe('no legacy use');
    const selected = await migrate(jobOf(image, { options: { include: ['src'] } }), { child: realChild });
    expect(failure(selected).message).toContain('there is no source file that matches include src');
  });

  it('marks what a person must settle in a commit that says so', async () => {
    const shop = repository({
      'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
      'a.js': 'exports.f = (client, id) => client.cards.freeze(id);\n',
    });
    const migrated = await migrate(jobOf(shop), { child: realChild });
    expect(readFileSync(patchOf(migrated), 'utf8')).toContain(
      'Subject: [PATCH] Mark the Zentra card calls that a person must settle\n\n1 use left to a person',
    );
  });

  it('says which uses and files need a person, and why', async () => {
    const files = { 'shop.js': 'client.cards[action]();\nclient.cards[other]();\n', BROKEN: '' };
    const outcome = done(await migrate(jobOf(repository(files))));
    expect(outcome.review).toEqual([
      { rule: 'dynamic-member', reason: 'The member is computed at run time', sites: 2, first: 'shop.js:1' },
    ]);
    expect(outcome.failedFiles).toEqual([{ file: 'BROKEN', error: 'does not parse' }]);
  });

  it('uses its cache again, and starts a damaged one from nothing', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const cacheFolder = temporary();
    const job = jobOf(shop);
    await migrate(job, { cacheFolder });
    const gitFolder = path.join(cacheFolder, job.slug, 'git');
    commit(shop, { 'more.js': SHOP });
    expect(done(await migrate(job, { cacheFolder })).summary.sites).toBe(2);
    for (const [file, content] of [
      ['HEAD', 'torn'],
      ['shallow.lock', ''],
      ['objects/info/alternates', '/nowhere\n'],
    ] as const) {
      writeFileSync(path.join(gitFolder, file), content);
      expect(done(await migrate(job, { cacheFolder })).summary.sites).toBe(2);
    }
  });

  it('leaves its working folder to be deleted with others, and a failure deletes them all', async () => {
    const spent = new SpentFolders();
    const workFolder = temporary();
    for (const count of [1, 2]) {
      done(await migrate(jobOf(repository({ 'shop.js': SHOP })), { spent, workFolder }));
      expect(readdirSync(workFolder)).toHaveLength(count);
    }
    failure(await migrate(jobOf(repository({ CRASH: '' })), { spent, workFolder }));
    expect(readdirSync(workFolder)).toEqual([]);
  });

  it('deletes the working folders of earlier jobs when they hold too much', async () => {
    const spent = new SpentFolders(2_000_000);
    const workFolder = temporary();
    const large = () => repository({ 'shop.js': SHOP, 'large.txt': 'x'.repeat(1_200_000) });
    await migrate(jobOf(large()), { spent, workFolder });
    expect(readdirSync(workFolder)).toHaveLength(1);
    await migrate(jobOf(large()), { spent, workFolder });
    expect(readdirSync(workFolder)).toEqual([]);
  });

  it('throws away a cache whose holder died, and leaves one alone whose holder lives', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const cacheFolder = temporary();
    const job = jobOf(shop);
    await migrate(job, { cacheFolder });
    const held = path.join(cacheFolder, job.slug, 'held');
    const marker = path.join(cacheFolder, job.slug, 'git', 'marker');

    writeFileSync(marker, '');
    writeFileSync(held, JSON.stringify({ host: (await import('node:os')).hostname(), pid: process.pid }));
    done(await migrate(job, { cacheFolder }));
    expect(existsSync(marker)).toBe(true);
    expect(existsSync(held)).toBe(true);

    writeFileSync(held, JSON.stringify({ host: (await import('node:os')).hostname(), pid: 2 ** 22 + 1 }));
    done(await migrate(job, { cacheFolder }));
    expect(existsSync(marker)).toBe(false);
    expect(existsSync(held)).toBe(false);
  });
});
