import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkDependencies } from '../link-dependencies';
import { type FunctionSize, functionsIn } from './functions';
import { hopsIn } from './hops';

const repository = join(import.meta.dirname, '../..');
const MANY_LINES = { inFile: 400, inFunction: 80 };

/**
 * Prints the house's code figures for this tree or for given commits: `npm run figures -- eb6efdb HEAD`. Each commit is copied to a
 * temporary folder and built there.
 */
export async function main(commits: readonly string[]): Promise<number> {
  const columns =
    commits.length === 0 ? [['this tree', figuresOf(repository)] as const] : commits.map(ofCommit);
  const rows = [...new Set(columns.flatMap(([, figures]) => [...figures.keys()]))];
  const row = (...cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);
  row('figure', ...columns.map(([name]) => name));
  row('---', ...columns.map(() => '---:'));
  for (const name of rows) row(name, ...columns.map(([, figures]) => figures.get(name) ?? '0'));
  return 0;
}

function ofCommit(commit: string): readonly [string, Map<string, string>] {
  const tree = mkdtempSync(join(tmpdir(), 'figures-'));
  try {
    const archive = execFileSync('git', ['archive', commit], { cwd: repository, maxBuffer: 1 << 28 });
    execFileSync('tar', ['-x', '-C', tree], { input: archive });
    linkDependencies(tree);
    return [commit, figuresOf(tree)];
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

interface Source {
  file: string;
  text: string;
  lines: number;
}

/** The figures of a tree, by their names. */
function figuresOf(tree: string): Map<string, string> {
  const sources = sourcesOf(tree);
  const functions = sources.flatMap(({ file, text }) =>
    functionsIn(file, text).map((found) => ({ ...found, file })),
  );
  const sizes = functions.map(({ lines }) => lines).sort((a, b) => a - b);
  const { calls, files } = builtHops(tree);
  const figures = new Map<string, string>([
    ['files in `src/` and `codemods/`', String(sources.length)],
    ['lines', sources.reduce((sum, { lines }) => sum + lines, 0).toLocaleString('en')],
    ['median function, lines', String(sizes[Math.floor(sizes.length / 2)])],
    ['largest function, lines', largest(functions)],
    [`functions above ${MANY_LINES.inFunction} lines`, above(functions, MANY_LINES.inFunction)],
    [`files above ${MANY_LINES.inFile} lines`, above(sources, MANY_LINES.inFile)],
    ['from the command line to the rewrite, calls', String(calls.length)],
    ['from the command line to the rewrite, files', String(files)],
    ['these calls', calls.map((name) => `\`${name}\``).join(' → ')],
    ['files touched by a new method rule', touchedByRule(tree)],
  ]);
  for (const [folder, count] of vendorByFolder(sources)) {
    figures.set(`files that name the vendor in \`${folder}\``, String(count));
  }
  return figures;
}

function sourcesOf(tree: string): Source[] {
  const list = ['ls-files', '-z', 'src', 'codemods'];
  const isRepository = existsSync(join(tree, '.git'));
  const files = isRepository
    ? execFileSync('git', list, { cwd: tree, encoding: 'utf8' }).split('\0')
    : execFileSync('find', ['src', 'codemods', '-type', 'f', '-printf', '%p\\0'], {
        cwd: tree,
        encoding: 'utf8',
      }).split('\0');
  return files
    .filter((file) => /\.[cm]?ts$/.test(file) && !/node_modules|\/dist\//.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(join(tree, file), 'utf8');
      return { file, text, lines: text.split('\n').length - 1 };
    });
}

type Placed = FunctionSize & { file: string };

function largest(functions: readonly Placed[]): string {
  const { lines, name } = functions.reduce((most, next) => (next.lines > most.lines ? next : most));
  return `${lines} (\`${name}\`)`;
}

const above = (counted: readonly { lines: number }[], limit: number) =>
  String(counted.filter(({ lines }) => lines > limit).length);

/** Files that name the vendor, by top folder or, in `codemods/`, by sub-folder. */
function vendorByFolder(sources: readonly Source[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { file, text } of sources) {
    const folder = file
      .split('/')
      .slice(0, file.startsWith('codemods/') ? 2 : 1)
      .join('/');
    // Imports of the wrapper and of its table of rules must have the vendor's name.
    const own = text.replace(/from '(?:zentra-compat[^']*|[^']*\/zentra\/[^']*)'/g, '');
    if (/zentra/i.test(own) && !folder.endsWith('.ts')) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return new Map([...counts].sort());
}

function builtHops(tree: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['codemods/build.mjs'], {
    cwd: tree,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${tree} does not build:\n${stdout}${stderr}`);
  return hopsIn(tree, join(repository, 'scripts/picture/shop'));
}

/** Counts the files in the list of manual steps, which a test keeps complete. */
function touchedByRule(tree: string): string {
  const list = join(tree, 'scripts/new-rule/touches.ts');
  if (!existsSync(list)) return 'not counted';
  return String(new Set(readFileSync(list, 'utf8').match(/^ {4}file: '.*'/gm)).size);
}
