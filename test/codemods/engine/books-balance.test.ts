import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { methodRules } from 'zentra-compat/contract';
import type { Report } from '../../../codemods/report/report';
import { packageJson, packageJsonOf, pathOf } from '../shapes/fixture-repository';
import { shapeFixtures } from '../shapes/shape-fixtures';
import { type Tree, treeOf } from './migrated-tree';

const repository = join(import.meta.dirname, '../../..');
const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx?)$/;

/** A letter as source may have it. Written anew here: the scan is not to share its faults with what it checks. */
const letter = (char: string) => {
  const code = char.charCodeAt(0);
  const hex = code.toString(16);
  return `(?:${char}|\\\\x${hex}|\\\\u00${hex}|\\\\u\\{0*${hex}\\}|\\\\${code.toString(8)})`;
};
const anyName = methodRules.map(({ legacy }) => [...legacy].map(letter).join('')).join('|');
const MEMBER = new RegExp(`(\\.\\s*|\\[\\s*["'\`])(${anyName})(?![\\w$])(?=["'\`]?)`, 'gi');

/** `line:column` of every legacy name that stands as a member in a text. */
function namesIn(text: string): string[] {
  return Array.from(text.matchAll(MEMBER)).flatMap(({ index, 1: before, 2: name }) => {
    if (!isLegacy(name!) || /\bObject\s*$/.test(text.slice(Math.max(0, index - 20), index))) return [];
    const isQuoted = /["'`]$/.test(before!);
    if (isQuoted && !/^["'`]\s*\]/.test(text.slice(index + before!.length + name!.length))) return [];
    return [placeOf(text, index + before!.length)];
  });
}

/** Only the hexadecimal digits of an escape may have another case. */
const isLegacy = (name: string) =>
  methodRules.some(({ legacy }) =>
    new RegExp(`^${[...legacy].map(letter).join('')}$`).test(
      name.replace(/\\[xu][^}]*?[A-F]/g, (each) => each.toLowerCase()),
    ),
  );

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  const mark = lines.length === 1 && text.startsWith('\uFEFF') ? 1 : 0;
  return `${lines.length}:${lines.at(-1)!.length + 1 - mark}`;
}

interface Books {
  /** Names that the scan finds and no list has, or that more than one has. */
  wrong: string[];
  names: number;
}

function booksOf(report: Report, files: readonly string[], read: (file: string) => string): Books {
  const wholly = new Set([
    ...(report.blindSpots ?? []).filter(({ line }) => line === undefined).map(({ file }) => file),
    ...report.files.filter(({ status }) => status === 'failed').map(({ file }) => file),
  ]);
  const books: Books = { wrong: [], names: 0 };
  for (const file of files) {
    if (wholly.has(file)) continue;
    const text = read(file);
    const entries = new Map<string, number>();
    const enter = (line: number, column: number) =>
      entries.set(`${line}:${column}`, (entries.get(`${line}:${column}`) ?? 0) + 1);
    const lists = [report.sites, report.accepted ?? [], report.leftAlone?.places ?? []].flat();
    for (const { line, column, file: other } of lists) {
      if (other !== file || line === undefined || column === undefined) continue;
      // A site points at its token: of a string at the quote, which the name or the path to it follows.
      const from =
        text
          .split(/\r\n|\n|\r/)
          [line - 1]?.replace(/^\uFEFF/, '')
          .slice(column - 1) ?? '';
      enter(line, column + (/^["'`](?:\w+\.)*/.exec(from)?.[0].length ?? 0));
    }
    const unseen = (report.blindSpots ?? []).filter((spot) => spot.file === file).map(({ line }) => line);
    for (const place of new Set(namesIn(text))) {
      books.names += 1;
      const known = entries.get(place) ?? 0;
      const at = unseen.indexOf(Number(place.split(':')[0]));
      if (known === 0 && at >= 0) unseen.splice(at, 1);
      else if (known !== 1) books.wrong.push(`${file}:${place} is in ${known} lists`);
    }
  }
  return books;
}

async function booksOfTree(tree: Tree, files: readonly string[]): Promise<Books & { report: Report }> {
  const { report } = await tree.migrate({ explained: files });
  return { ...booksOf(report, files, tree.read), report };
}

/** Text files below a folder, relative to it. */
function filesBelow(folder: string, at = ''): string[] {
  return readdirSync(join(folder, at)).flatMap((name) => {
    const path = at === '' ? name : `${at}/${name}`;
    if (name === 'node_modules') return [];
    return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
  });
}

const textsOf = (folder: string, files: readonly string[]) =>
  Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

/** A package.json that asks for every package that a text imports. */
function manifestWith(text: string): string {
  const imported = Array.from(text.matchAll(/(?:from|import|require)\s*\(?\s*['"]((?:@[\w-]+\/)?[\w-]+)/g));
  const names = ['@zentra/sdk', ...imported.map(([, name]) => name!)];
  return JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '^1.0.0'])) });
}

/** Whether a file is of a package that uses the SDK: one of the package's files names it. */
function usersAmong(texts: Readonly<Record<string, string>>): (file: string) => boolean {
  const packageOf = (file: string): string => {
    const folder = dirname(file);
    return folder === '.' || `${folder}/package.json` in texts ? folder : packageOf(folder);
  };
  const users = new Set(
    Object.entries(texts).flatMap(([file, text]) =>
      /@zentra\/sdk|zentra-compat/.test(text) ? [packageOf(file)] : [],
    ),
  );
  return (file) => users.has(packageOf(file));
}

const SLOW = 120_000;

describe('every legacy name of a package that uses the SDK is in exactly one list of the report', () => {
  test(
    'in the fixtures, of which decoys have no blind spot',
    async () => {
      const fixtures = shapeFixtures();
      const tree = treeOf(
        Object.fromEntries(
          fixtures.flatMap((fixture) => [
            [pathOf(fixture), fixture.before.toString('utf8')],
            [packageJsonOf(fixture), manifestWith(fixture.before.toString('utf8'))],
          ]),
        ),
      );
      const { wrong, names, report } = await booksOfTree(tree, fixtures.map(pathOf));
      expect(wrong).toEqual([]);
      expect(names).toBeGreaterThan(300);
      const decoys = new Set(
        fixtures.filter(({ kind }) => kind === 'decoy').map((decoy) => dirname(pathOf(decoy))),
      );
      const spots = (report.blindSpots ?? []).filter(({ file }) => decoys.has(dirname(file)));
      // One says that it is generated, the other has reviewed names on the SDK's own client.
      expect(spots.map(({ kind, file }) => `${kind} ${basename(file)}`)).toEqual([
        'unread-file generated.js',
        'half-switched only-imports.ts',
      ]);
    },
    SLOW,
  );

  test.each([
    ...readdirSync(join(repository, 'fixtures/customers')).map((name) => `fixtures/customers/${name}`),
    ...readdirSync(join(repository, 'fixtures/projects')).map((name) => `fixtures/projects/${name}/before`),
  ])('in %s', async (folder) => {
    const files = filesBelow(join(repository, folder));
    const texts = textsOf(join(repository, folder), files);
    const users = usersAmong(texts);
    // What git does not track is left out without a word.
    const read = files.filter(
      (file) => SOURCE.test(file) && users(file) && !/(?:^|\/)vendor\/|\.min\./.test(file),
    );
    const { wrong } = await booksOfTree(treeOf(texts), read);
    expect(wrong).toEqual([]);
  });

  test(
    'in packages that no one here wrote',
    async () => {
      const texts = ['fastify', 'thread-stream', 'pino'].map((name) => {
        const folder = join(repository, 'node_modules', name);
        const files = filesBelow(folder).filter((file) => SOURCE.test(file) && !file.includes('.min.'));
        return Object.fromEntries(
          Object.entries(textsOf(folder, files)).flatMap(([file, text]) =>
            text.length < 60_000 ? [[`packages/${name}/${file}`, text]] : [],
          ),
        );
      });
      const tree = treeOf({ 'package.json': packageJson, ...Object.assign({}, ...texts) });
      const { wrong, names, report } = await booksOfTree(tree, Object.keys(Object.assign({}, ...texts)));
      expect(wrong).toEqual([]);
      expect(names).toBeGreaterThan(2);
      expect(report.sites).toEqual([]);
    },
    SLOW,
  );
});

test('the scan finds names in every form, and none of Object’s own', () => {
  const text =
    "a.freeze(); b?.unfreeze; c['terminate']; d\n  .updateLimits; e.\\u0066reeze; f['fr\\x65eze']; g.fre\\u{65}ze;";
  expect(namesIn(text)).toHaveLength(7);
  expect(namesIn("Object.freeze(a); b.freezer; c['freeze me']; freeze(); d.Freeze();")).toEqual([]);
});
