import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { diffLines } from 'diff';
import {
  type ExpectedSite,
  filesBelow,
  type ProjectFixture,
  projectFixtures,
  type ShapeFixture,
  shapeFixtures,
} from './shape-fixtures';

interface Topic {
  title: string;
  text: string;
}

/** Every folder of fixtures/shapes, in the order of the index. */
const topics: Readonly<Record<string, Topic>> = {
  imports: {
    title: 'Importing the SDK',
    text: 'Whatever way a file takes in `@zentra/sdk`. The import is switched to `zentra-compat` once something is rewritten (`--client auto`).',
  },
  receivers: {
    title: 'Holding a client',
    text: 'The type decides whose a receiver is, across files (see [Repositories](repositories.md)); where the checker says `any`, declarations, assignments and returns are followed.',
  },
  calls: {
    title: 'Calling `freeze`, `unfreeze` and `terminate`',
    text: 'The reviewed methods take every argument form of the legacy ones, so that the name is all that changes.',
  },
  limits: {
    title: '`updateLimits`',
    text: 'Keys in sight get the names of the contract; anything else is converted at run time by `spendingLimitsFrom`.',
  },
  funding: {
    title: '`reference` in card fundings',
    text: 'Only `fund` and `jitFund`: transfers keep `reference`.',
  },
  tests: { title: 'Spies, mocks and fakes', text: 'Test doubles are renamed with what they stand for.' },
  types: { title: 'Types', text: 'Types that name a legacy method.' },
  documents: {
    title: 'Components and documents',
    text: 'Scripts of `.vue`, `.svelte` and `.astro` files; fenced code of Markdown and MDX, which gets no line of explanation: the report names it.',
  },
  templates: {
    title: 'Templates of components',
    text: "Expressions of Vue, Svelte and Astro templates are read with the official parsers of their frameworks, and rewritten where the script makes their names known. Names that `v-for`, slots, `{#each}`, `{#await}` and snippets bind are not the script's.",
  },
  bytes: {
    title: 'Bytes that stay',
    text: 'Only the tokens that must change do. Line endings, byte order marks, shebangs, modes, comments, quotes and spacing are kept; a diff cannot show all of that, the fixtures do.',
  },
  review: {
    title: 'Left for review',
    text: 'Where no rewrite certainly keeps the meaning, the report gives the reason, and a line above the statement says it in the code, once however often the codemods run.',
  },
  untouched: {
    title: 'Left alone',
    text: 'What belongs to somebody else keeps every byte.',
  },
};

/** Pages of docs/shapes/ by file name, as the fixtures have them: an index, a page for each topic, and one for repositories. */
export function catalogue(): ReadonlyMap<string, string> {
  const fixtures = shapeFixtures();
  const unknown = fixtures.find(({ topic }) => !(topic in topics));
  if (unknown) throw new Error(`fixtures/shapes/${unknown.topic} has no title in the catalogue`);
  const projects = projectFixtures();
  const pages = Object.entries(topics).map(([name, topic]): Page => {
    const shown = fixtures.filter((fixture) => fixture.topic === name);
    return { name, ...topic, count: shown.length, body: shown.flatMap(entry) };
  });
  pages.push({ ...repositories, count: projects.length, body: projects.flatMap(repository) });
  return new Map([
    ['README.md', index(pages, fixtures.length)],
    ...pages.map((page): [string, string] => [`${page.name}.md`, pageText(page)]),
  ]);
}

interface Page extends Topic {
  /** The page's file, without `.md`. */
  name: string;
  /** How many fixtures it shows. */
  count: number;
  body: readonly string[];
}

const repositories = {
  name: 'repositories',
  title: 'Repositories',
  text: 'Shapes that take more than one file. Only what changes is shown.',
};

const GENERATED = '<!-- Generated from fixtures/ by `npm run docs:shapes`. -->';

function index(pages: readonly Page[], files: number): string {
  const projects = pages.at(-1)!.count;
  return [
    '# Shapes',
    '',
    GENERATED,
    '',
    `Every shape of code that the codemods are tested on: ${files} files and ${projects} repositories,`,
    'each with what it becomes, byte for byte. Each one is migrated, migrated again (nothing changes),',
    'type-checked against `zentra-compat` and undone.',
    '',
    '| topic | shapes | what it is about |',
    '| --- | ---: | --- |',
    ...pages.map(({ name, title, text, count }) => `| [${title}](${name}.md) | ${count} | ${text} |`),
    '',
  ].join('\n');
}

function pageText({ title, text, body }: Page): string {
  return [
    `# ${title}`,
    '',
    GENERATED,
    '',
    text,
    '',
    '`-` is the code before, `+` after. [All topics](README.md)',
    '',
    ...body,
  ].join('\n');
}

function entry(fixture: ShapeFixture): string[] {
  const { topic, file, description, kind, before, after, sites } = fixture;
  const shown = kind === 'decoy' ? code(before, extname(file).slice(1)) : change(before, after);
  return [
    `## ${headingOf(description)}`,
    '',
    `\`${topic}/${file}\``,
    '',
    ...fenced(shown.language, shown.text),
    ...remarks(sites ?? []),
  ];
}

function headingOf(description: string): string {
  return description.replace(/\.$/, '').replaceAll('<', '\\<');
}

/** What the report says beside the change. */
function remarks(sites: readonly ExpectedSite[]): string[] {
  const said = sites.filter(({ saying, status }) => saying !== undefined && status !== 'review');
  const lines = said.map(({ line, saying }) => `- The report notes on line ${line}: … ${saying} …`);
  return lines.length > 0 ? [...lines, ''] : [];
}

interface Shown {
  language: string;
  text: string;
}

function change(before: Buffer, after: Buffer): Shown {
  const [old, now] = [readable(before), readable(after)];
  if (old === now) return { language: '', text: old };
  const text = diffLines(old, now)
    .flatMap(({ value, added, removed }) =>
      value
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${added ? '+' : removed ? '-' : ' '}${line}`.trimEnd()),
    )
    .join('\n');
  return { language: 'diff', text };
}

function code(bytes: Buffer, language: string): Shown {
  return { language, text: readable(bytes) };
}

/** The code without the comment that describes it, and without what a page cannot show. */
function readable(bytes: Buffer): string {
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  return `${text.replace(/^(?:\/\/|<!--|\{\/\*) [^\n]*\n\n?/, '').trimEnd()}\n`;
}

function fenced(language: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, text.trimEnd(), fence, ''];
}

function repository({ name, description, before, after }: ProjectFixture): string[] {
  const changes = filesBelow(before).flatMap((file) => {
    const [old, now] = [readFileSync(join(before, file)), readFileSync(join(after, file))];
    if (old.equals(now)) return [];
    const { language, text } = change(old, now);
    return [`\`${file}\``, '', ...fenced(language, text)];
  });
  const shown = changes.length > 0 ? changes : ['Nothing changes.', ''];
  return [`## ${headingOf(description)}`, '', `\`projects/${name}\``, '', ...shown];
}
