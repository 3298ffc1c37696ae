import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createImportGraph } from '../../../codemods/engine/import-graph';
import { createLeavingImports } from '../../../codemods/engine/leaving-imports';
import { configurationFiles, packageFolders } from '../../../codemods/engine/repository-files';
import { leavingStrings } from '../../../codemods/engine/scan/leaving-strings';
import { packagesOf } from '../../../codemods/engine/scan/packages';
import { createModules } from '../../../codemods/resolve/modules';
import { zentraSdk } from '../../../codemods/zentra/sdk';

const ROOT = '/repo';
const packageJson = (content: object) => JSON.stringify({ private: true, ...content });

/** Two graphs of a repository: the files in other packages that each file may import, by all imports and by those that leave. */
function graphsOf(texts: Readonly<Record<string, string>>) {
  const reads: string[] = [];
  const absolute = new Map(Object.entries(texts).map(([file, text]) => [`${ROOT}/${file}`, text]));
  const files = { exists: (path: string) => absolute.has(path), read: (path: string) => absolute.get(path) };
  const folders = Object.keys(texts)
    .filter((file) => posix.basename(file) === 'package.json')
    .map((file) => posix.dirname(file).replace(/^\.$/, ''));
  const packages = packagesOf(
    ['', ...folders.filter(Boolean)].map((folder) => ({
      folder,
      name: JSON.parse(texts[posix.join(folder, 'package.json')] ?? '{}').name,
      dependencies: new Set<string>(),
      isEsm: false,
      usesSdk: false,
    })),
  );
  const byName = packageFolders(ROOT, { packages });
  const modules = createModules({
    sdk: zentraSdk,
    files,
    base: ROOT,
    packages: byName,
    configurations: configurationFiles(ROOT, { files: Object.keys(texts) }),
  });
  const imports = createImportGraph(files, modules, ROOT);
  const folderOf = (path: string) =>
    posix.join(ROOT, packages.of(path.slice(ROOT.length + 1)).folder).replace(/\/$/, '');
  const strings = leavingStrings(byName.keys(), ROOT);
  const depthOf = (path: string) => posix.relative(folderOf(path), path).split('/').length - 1;
  const leaving = createLeavingImports({
    files,
    modules,
    imports(file) {
      reads.push(file);
      return imports(file);
    },
    strings,
    mayLeave: (path) => strings.mayBeIn(Buffer.from(absolute.get(path) ?? ''), depthOf(path)),
    folders: packages.all.map(({ folder }) => posix.join(ROOT, folder).replace(/\/$/, '')),
    folderOf,
  });
  const beyond = (graph: (file: string) => readonly string[]) => (file: string) =>
    [...new Set(graph(`${ROOT}/${file}`))]
      .filter((path) => folderOf(path) !== folderOf(`${ROOT}/${file}`))
      .map((path) => path.slice(ROOT.length + 1))
      .sort();
  return { all: beyond(imports), leaving: beyond(leaving), reads };
}

const guard = { 'guard/package.json': packageJson({ name: 'guard' }), 'guard/index.js': '' };
const importer = (line: string, settings: object = {}) => ({
  'app/package.json': packageJson({ name: 'app', ...settings }),
  'app/src/index.js': line,
  ...guard,
});

describe('an import leaves its package', () => {
  const ways: [name: string, texts: Record<string, string>][] = [
    ['by a name', importer("require('guard');")],
    ['by a name, beside quotes of prose', importer('// don\'t\nrequire("guard"); it\'s')],
    ['by a path', importer("require('../../guard');")],
    ['by a path that turns', importer("require('./lib/../../../guard/index.js');")],
    ['by the path of the file system', importer(`require('${ROOT}/guard/index.js');`)],
    ['by a name with escapes', importer("require('gu\\u0061rd');")],
    [
      'by a scoped name',
      {
        ...importer("require('@acme/wall');"),
        'wall/package.json': packageJson({ name: '@acme/wall' }),
        'wall/index.js': '',
      },
    ],
    ['by an alias of another name', importer("require('wall');", { _moduleAliases: { wall: '../guard' } })],
    ['by a link', importer("require('wall');", { dependencies: { wall: 'file:../guard' } })],
    ['by an import map', importer("require('#wall');", { imports: { '#wall': '../guard/index.js' } })],
    [
      'by the paths of a compiler',
      {
        ...importer("import 'wall';"),
        'tsconfig.json': '{ "compilerOptions": { "paths": { "wall": ["./guard/index.js"] } } }',
      },
    ],
    [
      'by NODE_PATH',
      {
        ...importer("require('guard/index');", { scripts: { start: 'NODE_PATH=.. node src' } }),
        'guard/package.json': packageJson({}),
      },
    ],
    [
      'into a package inside it',
      {
        'app/package.json': packageJson({ name: 'app' }),
        'app/index.js': "require('./inner');",
        'app/inner/package.json': packageJson({}),
        'app/inner/index.js': '',
      },
    ],
  ];
  test.each(ways)('%s', (_, texts) => {
    const { all, leaving } = graphsOf(texts);
    const file = 'app/src/index.js' in texts ? 'app/src/index.js' : 'app/index.js';
    expect(all(file)).toHaveLength(1);
    expect(leaving(file)).toEqual(all(file));
  });

  test('and the bytes of most files tell that none does', () => {
    const { mayBeIn } = leavingStrings(['guard', '@acme/wall'], ROOT);
    const stays = (text: string, depth: number) => !mayBeIn(Buffer.from(text), depth);
    expect(stays("require('../lib/x'); [...rest]; // another guard", 1)).toBe(true);
    expect(stays("require('guard/x');", 1)).toBe(false);
    expect(stays("require('../lib/x');", 0)).toBe(false);
    expect(stays("require('../../lib/x');", 1)).toBe(false);
    expect(stays("require('./../../lib/x');", 2)).toBe(false);
    expect(stays('import("@acme/wall");', 3)).toBe(false);
  });

  test('and nothing else of a file is resolved', () => {
    const { leaving, reads } = graphsOf(
      importer("require('./other'); require('guard'); require('express'); 'any word'"),
    );
    expect(leaving('app/src/index.js')).toEqual(['guard/index.js']);
    expect(reads).toEqual([]);
  });
});

/** Packages of all kinds, whose files name each other in all ways. */
const repositories = fc
  .array(
    fc.record({
      folder: fc.constantFrom('', 'a', 'b', 'a/inner', 'packages/c', 'packages/c/d'),
      name: fc.constantFrom(undefined, 'a', 'b', '@acme/c', '@acme/d', 'a/b'),
      settings: fc.constantFrom<object>(
        {},
        {},
        { imports: { '#a': './../a/index.js', '#own': './src/index.js' } },
        { _moduleAliases: { '@c': '../packages/c' } },
        { dependencies: { linked: 'link:../b', express: '^4' } },
        { scripts: { start: 'NODE_PATH=.. node .' } },
      ),
      hasPaths: fc.boolean(),
      specifiers: fc.array(
        fc.constantFrom(
          ...[
            '.',
            '..',
            './src',
            '../',
            '../a',
            '../../a',
            '../b/index.js',
            './inner',
            '../../packages/c',
            './d',
            './src/../../b',
            '.././../a',
            './../packages/c',
          ],
          ...[
            'a',
            'b',
            'a/src/index.js',
            '@acme/c',
            '@acme/d/src',
            'linked',
            '#a',
            '#own',
            '@c',
            '@/src',
            '~/inner',
          ],
          ...['express', '/repo/a', '/repo/b/index.js', '/a/index.js', '$lib/x', 'inner', 'b/index'],
        ),
        { maxLength: 4 },
      ),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((packages) => {
    const texts: Record<string, string> = {};
    for (const { folder, name, settings, hasPaths, specifiers } of packages) {
      texts[posix.join(folder, 'package.json')] = packageJson({ name, ...settings });
      if (hasPaths) {
        texts[posix.join(folder, 'tsconfig.json')] =
          '{ "compilerOptions": { "baseUrl": "..", "paths": { "~/*": ["./*"] } } }';
      }
      const text = specifiers.map((specifier) => `require('${specifier}');`).join('\n');
      texts[posix.join(folder, 'index.js')] = text;
      texts[posix.join(folder, 'src/index.js')] = text;
    }
    return texts;
  });

test('the imports that leave lead to the same files of other packages as all imports do', () => {
  let found = 0;
  fc.assert(
    fc.property(repositories, (texts) => {
      const { all, leaving } = graphsOf(texts);
      for (const file of Object.keys(texts).filter((each) => each.endsWith('.js'))) {
        found += all(file).length;
        expect(leaving(file)).toEqual(all(file));
      }
    }),
    { numRuns: 300 },
  );
  expect(found).toBeGreaterThan(100);
});
