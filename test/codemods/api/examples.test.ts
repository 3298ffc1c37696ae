import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { treeOf } from '../engine/migrated-tree';

const root = join(import.meta.dirname, '../../..');

/** Each example of the Node API, by where it stands. */
const examples = [
  ...[
    'docs/api.md',
    ...readdirSync(join(root, 'codemods/api'))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `codemods/api/${file}`),
  ],
  'codemods/engine/usage-error.ts',
  'codemods/report/parse.ts',
  'codemods/ts-morph/index.ts',
].flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^( \* )?```ts\n([\s\S]*?)^(?: \* )?```/gm)].map(
    ([, mark, code], index): [string, string] => [
      `${file} ${index + 1}`,
      mark === undefined ? code! : code!.replace(/^ \* ?/gm, ''),
    ],
  ),
);

/** The public functions, with the tags of their docstrings. */
function exportsOf(entry: string): { name: string; tags: readonly ts.JSDocTagInfo[] }[] {
  const program = ts.createProgram([join(root, entry)], { noEmit: true, skipLibCheck: true, strict: true });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, entry))!)!;
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter(({ flags }) => flags & ts.SymbolFlags.Function)
    .map((symbol) => ({ name: symbol.name, tags: symbol.getJsDocTags(checker) }));
}

describe('the examples of the Node API', () => {
  it('are one at least for each function', () => {
    const found = [...exportsOf('codemods/index.ts'), ...exportsOf('codemods/ts-morph/index.ts')];
    const names = found.map(({ name }) => name);
    for (const name of ['migrate', 'undo', 'renderReport', 'parseReport', 'migrateProject'])
      expect(names).toContain(name);
    const withoutExample = found.filter(({ tags }) => !tags.some(({ name }) => name === 'example'));
    expect(withoutExample.map(({ name }) => name)).toEqual([]);
  });

  it('compile', () => {
    const folder = join(root, 'codemods');
    const files = new Map(
      examples.map(([, code], index) => [join(folder, `example-${index}.ts`), `${code}\nexport {};\n`]),
    );
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.Preserve,
      types: ['node'],
      resolveJsonModule: true,
      paths: {
        'zentra-codemods': [join(folder, 'index.ts')],
        'zentra-codemods/ts-morph': [join(folder, 'ts-morph/index.ts')],
        'zentra-compat/contract': [join(root, 'src/contract/index.ts')],
      },
    };
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists } = host;
    host.readFile = (name) => files.get(name) ?? readFile(name);
    host.fileExists = (name) => files.has(name) || fileExists(name);
    const program = ts.createProgram([...files.keys()], options, host);
    const wrong = [...files.keys()].flatMap((name) =>
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(name))
        .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
    );
    expect(wrong).toEqual([]);
  }, 120_000);

  it.each(examples)('run: %s', (_, code) => {
    const tree = treeOf({
      'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
      'tsconfig.json': '{ "include": ["*.ts"] }',
      CODEOWNERS: '* @acme\n',
      'block.ts':
        "import { Zentra } from '@zentra/sdk';\nnew Zentra({ apiKey: 'k' }).cards.freeze('card_1');\n",
    });
    tree.write({ 'report.json': JSON.stringify(emptyReport) });
    run(
      tree.root,
      code.includes('await undo') ? "await (await import('zentra-codemods')).migrate({ root: '.' });" : '',
    );
    const output = run(tree.root, code);
    if (code.includes('console.log')) expect(output).not.toBe('');
    if (code.includes("'report.html'")) expect(existsSync(join(tree.root, 'report.html'))).toBe(true);
  });
});

/** Runs a program in a folder with the built package: `npm run build` before this. */
function run(cwd: string, code: string): string {
  const built = (entry: string) => join(root, `codemods/dist/${entry}.cjs`);
  const program = code
    .replaceAll("'zentra-codemods'", JSON.stringify(built('index')))
    .replaceAll("'zentra-codemods/ts-morph'", JSON.stringify(built('ts-morph')))
    .replaceAll("'ts-morph'", JSON.stringify(join(root, 'node_modules/ts-morph/dist/ts-morph.js')));
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  // A check that finds something exits with 1, as its example has it.
  const home = dirname(cwd);
  return execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `${outputText}\nprocess.exitCode = 0;`],
    {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, XDG_STATE_HOME: home, XDG_CACHE_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

const emptyReport = {
  schemaVersion: 1,
  tool: { name: 'zentra-codemods', version: '1.0.0' },
  mode: 'check',
  root: '.',
  startedAt: '2026-01-02T03:04:05.678Z',
  durationMs: 1,
  summary: { filesScanned: 1, filesChanged: 0, filesFailed: 0, sites: 0, rewritten: 0, review: 0 },
  sites: [],
  files: [],
};
