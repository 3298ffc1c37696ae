import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8' });

interface Place {
  /** Folder that the paths below are relative to. */
  folder: string;
  files: ReadonlySet<string>;
}

const tracked = run('git', 'ls-files', '--cached', '--others', '--exclude-standard')
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
run('npm', 'run', '--silent', 'docs', '--workspace', 'zentra-codemods');

const places: Readonly<Record<string, Place>> = {
  'the repository': { folder: root, files: new Set(tracked) },
  'the tarball of zentra-compat': packed('zentra-compat', root),
  'the tarball of zentra-codemods': packed('zentra-codemods', join(root, 'codemods')),
};

function packed(name: string, folder: string): Place {
  const output = run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts', '--workspace', name);
  const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
  return { folder, files: new Set(files.map(({ path }) => path)) };
}

interface Node {
  type: string;
  url?: string;
  value?: string;
  children?: Node[];
}

const textOf = ({ value, children = [] }: Node): string => value ?? children.map(textOf).join('');

function nodesOf(text: string): Node[] {
  const nodes: Node[] = [];
  const visit = (node: Node): void => {
    nodes.push(node);
    node.children?.forEach(visit);
  };
  visit(fromMarkdown(text) as Node);
  return nodes;
}

/** Anchors of a page's headings, in GitHub's form. */
function anchorsOf(text: string): Set<string> {
  const headings = nodesOf(text).filter(({ type }) => type === 'heading');
  return new Set(
    headings.map((heading) =>
      textOf(heading)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Links to a missing file or heading. This parser reads tables as plain text, so links are searched in the text, too. */
function deadLinks({ folder, files }: Place, file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const prose = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '').replace(/`[^`\n]*`/g, 'code');
  const urls = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, url]) => url!);
  const pictures = [...prose.matchAll(/(?:src|srcset|href)="([^"]+)"/g)].map(([, url]) => url!);
  return [...urls, ...pictures]
    .filter((url) => !/^[a-z]+:/.test(url))
    .filter((url) => {
      const [path, anchor] = url.split('#');
      const target = path === '' ? file : posix.normalize(posix.join(dirname(file), path!));
      const isFolder = [...files].some((name) => name.startsWith(`${target.replace(/\/$/, '')}/`));
      if (!files.has(target)) return !isFolder;
      return anchor !== undefined && !anchorsOf(readFileSync(join(folder, target), 'utf8')).has(anchor);
    });
}

describe.each(Object.entries(places))('in %s', (_, place) => {
  const pages = [...place.files].filter(
    (file) => /\.md$|^llms\.txt$/.test(file) && !file.startsWith('fixtures/'),
  );

  test('there is documentation', () => {
    expect(pages).toContain('README.md');
    expect(pages).toContain('docs/deprecations.md');
  });

  test.each(pages)('every link of %s leads somewhere', (page) => {
    expect(deadLinks(place, page)).toEqual([]);
  });
});

test('a link to a file or a heading that is not there is found', () => {
  const place = { folder: root, files: new Set(['README.md']) };
  expect(deadLinks(place, 'README.md')).toContain('docs/runtime.md');
});
