import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { fleetJobSchema, jobDigest } from '../../../codemods/fleet/job/fleet-job';
import { manifestJsonSchema } from '../../../codemods/fleet/manifest/manifest-json-schema';
import { planJobs } from '../../../codemods/fleet/manifest/plan';
import { ManifestError, readManifest } from '../../../codemods/fleet/manifest/read';
import { defaultName, sourceOf } from '../../../codemods/fleet/manifest/source';
import { jobOf, jobsOf } from './environment';

const read = (text: string) => readManifest(text, 'fleet/manifest.yaml', '/work');

function problemsOf(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ManifestError) return error.problems;
    throw error;
  }
  return [];
}

describe('a manifest', () => {
  it('is YAML or JSON, with defaults that a repository overrides', () => {
    const yaml = `
version: 1
defaults:
  ref: main
  labels: { team: cards }
  options: { client: auto, exclude: [gen/**] }
  limits: { timeSeconds: 60 }
repositories:
  - url: https://git.example.com/acme/shop.git
    labels: { customer: acme }
    options: { client: keep }
  - url: ../local
    ref: v2
    folder: services/api/
`;
    const [shop, local] = planJobs(read(yaml), { push: false });
    expect(shop).toMatchObject({
      name: 'acme/shop',
      source: { kind: 'remote', url: 'https://git.example.com/acme/shop.git' },
      ref: 'main',
      labels: { team: 'cards', customer: 'acme' },
      options: { client: 'keep', exclude: ['gen/**'] },
      limits: { timeSeconds: 60, memoryMegabytes: 2048 },
      branch: 'zentra-codemods/migrate',
    });
    expect(local).toMatchObject({
      source: { kind: 'local', folder: '/work/local' },
      ref: 'v2',
      folder: 'services/api',
      labels: { team: 'cards' },
    });
    expect(
      planJobs(read(JSON.stringify({ version: 1, repositories: [{ url: 'a' }] }, null, '\t')), {
        push: true,
      }),
    ).toMatchObject([{ name: 'fleet/a', push: true }]);
  });

  it.each([
    ['version: 2\nrepositories: [{ url: a }]', 'fleet/manifest.yaml:1:1: version: '],
    ['version: 1\n', 'fleet/manifest.yaml:1:1: repositories: '],
    [
      'version: 1\nrepositories: []\n',
      'fleet/manifest.yaml:2:1: repositories: must list at least one repository',
    ],
    ['version: 1\nrepositories:\n  - url: a\n    reff: main\n', 'fleet/manifest.yaml:4:5: repositories[0]: '],
    [
      'version: 1\nrepositories:\n  - url: a\n    ref: --upload-pack=sh\n',
      'fleet/manifest.yaml:4:5: repositories[0].ref: must not start with `-`',
    ],
    [
      'version: 1\nrepositories:\n  - url: a\n    folder: ../b\n',
      'fleet/manifest.yaml:4:5: repositories[0].folder: must not have empty, `.` or `..` parts',
    ],
    [
      'version: 1\nrepositories:\n  - url: a\n    options:\n      rules: [freeze]\n',
      'fleet/manifest.yaml:5:15: repositories[0].options.rules[0]: ',
    ],
    [
      'version: 1\nrepositories:\n  - url: a\n  - url: ./a\n',
      'fleet/manifest.yaml:4:5: repositories[1].url: the name fleet/a is taken by repositories[0]',
    ],
    [
      'version: 1\nrepositories:\n  - url: a\n    name: Shop\n  - url: b\n    name: shop\n',
      'fleet/manifest.yaml:6:5: repositories[1].name: the name shop is taken by repositories[0]',
    ],
    [
      'version: 1\nrepositories:\n  - url: a\n    url: b\n',
      'fleet/manifest.yaml:4:5: Map keys must be unique',
    ],
    [
      'version: 1\nrepositories: [{ url: "ext::sh -c id" }]\n',
      'fleet/manifest.yaml:2:18: repositories[0].url: must be https, ssh, http, file or a path',
    ],
    [
      'version: 1\ndefaults:\n  commit:\n    message: |\n      Hello\n      ---\nrepositories: [{ url: a }]\n',
      'fleet/manifest.yaml:4:5: defaults.commit.message: must not have a line',
    ],
    [
      'version: 1\nrepositories:\n  - url: a\n    labels: { Team: cards }\n',
      'fleet/manifest.yaml:4:15: repositories[0].labels.Team: must be lower case',
    ],
    ['version: 1\n  repositories: [', 'fleet/manifest.yaml:2:'],
    ['- 1\n- 2\n', 'fleet/manifest.yaml:1:1: '],
    ['', 'fleet/manifest.yaml:1:1: '],
    ['', 'fleet/manifest.yaml:1:1: the manifest is empty: it lists repositories'],
    ['version: 1\n', 'fleet/manifest.yaml:1:1: repositories: is missing'],
    ['version: 2\nrepositories: [{ url: a }]\n', 'fleet/manifest.yaml:1:1: version: must be 1'],
    ['version: 1\nrepositories: a\n', 'fleet/manifest.yaml:2:1: repositories: must be a list, and is a text'],
    [
      'version: 1\nrepositories:\n  - url: a\n    nmae: x\n',
      'fleet/manifest.yaml:4:5: repositories[0]: no such key: nmae',
    ],
  ])('names line and column of what is wrong: %j', (text, expected) => {
    expect(problemsOf(text).some((problem) => problem.startsWith(expected))).toBe(true);
  });

  it('names everything that is wrong at once', () => {
    const problems = problemsOf(
      'version: 1\nrepositories:\n  - url: a\n    ref: ""\n  - url: -b\n  - url: c\n    name: ..\n',
    );
    expect(problems).toHaveLength(2);
    expect(problemsOf('version: 1\nrepositories:\n  - url: -b\n  - url: git://c/d\n')).toHaveLength(2);
  });

  it('refuses to push two of its repositories to one branch, and says where', () => {
    const twice = (more: string) =>
      read(
        `version: 1\nrepositories:\n  - { url: /srv/mono.git, name: api, folder: api }\n  - { url: /srv/mono, name: web, folder: web${more} }\n`,
      );
    expect(() => planJobs(twice(''), { push: true })).toThrow(
      'fleet/manifest.yaml:4:5: repositories[1]: would be pushed to the branch of repositories[0], zentra-codemods/migrate',
    );
    expect(planJobs(twice(', branch: web'), { push: true })).toHaveLength(2);
    expect(planJobs(twice(''), { push: false })).toHaveLength(2);
  });

  it('refuses aliases that multiply', () => {
    const layers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const bomb = layers
      .map(
        (name, at) =>
          `${name}: &${name} [${Array(10)
            .fill(at === 0 ? 'x' : `*${layers[at - 1]}`)
            .join(', ')}]`,
      )
      .join('\n');
    expect(problemsOf(bomb)[0]).toContain('alias');
  });

  it('follows its published schema', () => {
    const published = readFileSync(
      path.resolve(__dirname, '../../../codemods/schemas/fleet-manifest.schema.json'),
      'utf8',
    );
    expect(published).toBe(manifestJsonSchema());
    const accepts = new Ajv2020({ strict: false }).compile(JSON.parse(published));
    expect(
      accepts({ version: 1, repositories: [{ url: 'https://git.example.com/a/b', labels: { team: 'x' } }] }),
    ).toBe(true);
    expect(accepts({ version: 1, repositories: [{ url: 'a', reff: 'main' }] })).toBe(false);
    expect(accepts({ version: 1, repositories: [] })).toBe(false);
  });
});

describe('an address', () => {
  it.each([
    ['https://git.example.com/acme/shop.git', 'acme/shop'],
    ['ssh://git@git.example.com:2222/acme/shop', 'acme/shop'],
    ['git@git.example.com:acme/shop.git', 'acme/shop'],
    ['git.example.com:shop', 'shop'],
    ['file:///srv/git/acme/shop.git', 'acme/shop'],
    ['/srv/git/ünï côde/shop', 'n-c-de/shop'],
    ['../x/y/', 'x/y'],
  ])('%s is taken, and called %s', (url, name) => {
    const result = sourceOf(url, '/base/folder');
    expect(result.ok && defaultName(result.source)).toBe(name);
  });

  it.each([
    '--upload-pack=touch /tmp/x',
    '-oProxyCommand=id',
    'ext::sh -c id',
    'fd::17',
    'git://git.example.com/a/b',
    'ftp://git.example.com/a',
    'https://token@git.example.com/a/b',
    'https://user:password@git.example.com/a/b',
    'ssh://git:password@git.example.com/a/b',
    'ssh://-oProxyCommand=id/a',
    'git@-oProxyCommand=id:a/b',
    '-x@host.example:a',
    'git@git.example.com:-a',
    'https://git.example.com/a?token=1',
    'https://exa mple.com/',
    'file://server/share',
    'https://git.example.com/a\nb',
    'file:///srv/%zz',
    'file:///srv/a%00b',
    'ssh://%2doProxyCommand=id@git.example.com/a',
    'git:password@git.example.com:acme/shop',
    'https:/git:password@git.example.com/acme/shop',
  ])('%j is refused', (url) => {
    expect(sourceOf(url, '/base').ok).toBe(false);
  });
});

describe('a job', () => {
  it('that comes out of a queue is checked like a manifest', () => {
    const job = jobOf('/srv/shop');
    expect(fleetJobSchema.parse(JSON.parse(JSON.stringify(job)))).toEqual(job);
    for (const wrong of [
      { ref: '--upload-pack=id' },
      { branch: '../x' },
      { folder: '../..' },
      { slug: '../../x-00000000' },
      { name: '\u001b[2J' },
      { labels: { 'Not a label': 'x' } },
      { source: { kind: 'remote', url: '/srv/shop' } },
      { source: { kind: 'local', folder: 'https://git.example.com/acme/shop' } },
      { source: { kind: 'local', folder: 'shop' } },
      { pinned: 'HEAD' },
      { source: { kind: 'remote', url: 'ext::sh -c id' } },
      { source: { kind: 'local', folder: '--upload-pack=id' } },
      { options: { rules: ['--help'] } },
      { more: 1 },
    ]) {
      expect(fleetJobSchema.safeParse({ ...job, ...wrong }).success).toBe(false);
    }
  });

  it('has a digest of what its result depends on', () => {
    const digest = (entry: object, more?: Parameters<typeof jobsOf>[1]) =>
      jobDigest(jobOf('/srv/shop', entry, more));
    expect(digest({ limits: { timeSeconds: 5 }, labels: { team: 'x' } })).toBe(digest({}));
    expect(digest({ options: { client: 'keep', rules: [] } })).toBe(
      digest({ options: { rules: [], client: 'keep' } }),
    );
    const different = [
      {},
      { ref: 'v1' },
      { folder: 'a' },
      { options: { client: 'keep' } },
      { branch: 'b' },
      { commit: { name: 'x' } },
    ];
    expect(new Set([...different.map((entry) => digest(entry)), digest({}, { push: true })]).size).toBe(
      different.length + 1,
    );
  });

  it('keeps its results under a name that no file system confuses', () => {
    const [a, b] = jobsOf([
      { url: '/a', name: 'acme/shop' },
      { url: '/b', name: 'acme--shop' },
    ]);
    expect(a?.slug).toMatch(/^acme--shop-[0-9a-f]{8}$/);
    expect(a?.slug).not.toBe(b?.slug);
  });
});
