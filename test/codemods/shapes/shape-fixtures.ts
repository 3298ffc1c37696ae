import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const shapesFolder = join(import.meta.dirname, '../../../fixtures/shapes');

/** One line of a `.sites` file: `5 freeze-to-lock review | untyped`. */
export interface ExpectedSite {
  line: number;
  /** A rule, or `advice`. */
  rule: string;
  status: 'rewritten' | 'review' | 'advice';
  /** What the reason or one of the notes says. */
  saying?: string;
}

/** A file before and after: `name.ts` beside `name.snapshot.ts`, or `name.decoy.ts`, which must keep its bytes. */
export interface ShapeFixture {
  topic: string;
  /** `freeze.ts`: how the file is called where the codemods find it. */
  file: string;
  description: string;
  kind: 'shape' | 'decoy';
  before: Buffer;
  after: Buffer;
  /** What the report must say; where there is no `.sites` file, every site is rewritten and the rule's own note is the only one. */
  sites: readonly ExpectedSite[] | undefined;
}

/** @throws {Error} naming every snapshot and every `.sites` file that belongs to no fixture, and every fixture without a snapshot. */
export function shapeFixtures(folder = shapesFolder): ShapeFixture[] {
  const faults: string[] = [];
  const fixtures = readdirSync(folder)
    .sort()
    .flatMap((topic) => topicFixtures(folder, topic, faults));
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return fixtures;
}

function topicFixtures(folder: string, topic: string, faults: string[]): ShapeFixture[] {
  const names = readdirSync(join(folder, topic)).sort();
  const read = (name: string) => readFileSync(join(folder, topic, name));
  const used = new Set<string>();
  const fixtures = names.flatMap((name): ShapeFixture[] => {
    const [, stem, role, extension] = /^(.+?)(\.snapshot|\.decoy)?(\.\w+)$/.exec(name) ?? [];
    if (stem === undefined || extension === '.sites' || role === '.snapshot') return [];
    const before = read(name);
    const snapshot = `${stem}.snapshot${extension}`;
    const sitesName = `${stem}.sites`;
    used.add(name).add(sitesName);
    const sites = names.includes(sitesName) ? expectedSites(read(sitesName).toString('utf8')) : undefined;
    const described = { topic, file: stem + extension, description: descriptionOf(before), before, sites };
    if (role === '.decoy') return [{ ...described, kind: 'decoy', after: before }];
    used.add(snapshot);
    if (!names.includes(snapshot)) {
      faults.push(
        `${topic}/${name} has no ${snapshot} (npm run fixtures:update writes it); a file that must keep its bytes is called ${stem}.decoy${extension}`,
      );
      return [];
    }
    return [{ ...described, kind: 'shape', after: read(snapshot) }];
  });
  faults.push(
    ...names.filter((name) => !used.has(name)).map((name) => `${topic}/${name} belongs to no fixture`),
  );
  return fixtures;
}

/** The file's first comment says what the fixture shows. */
function descriptionOf(text: Buffer): string {
  const found = /(?:\/\/|\/\*\*?(?:\r?\n \*)?|<!--|\{\/\*) +([^\r\n]+?) *(?:\*\/\}?|-->)?(?:\r|\n|$)/.exec(
    text.toString('utf8'),
  );
  if (!found)
    throw new Error(`no comment says what this fixture shows:\n${text.toString('utf8').slice(0, 200)}`);
  return found[1]!;
}

function expectedSites(text: string): ExpectedSite[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, at, rule, status, saying] =
        /^(\d+) ([\w-]+)(?: (rewritten|review))?(?: \| (.+))?$/.exec(line) ?? [];
      if (at === undefined || rule === undefined) throw new Error(`not a line of a .sites file: ${line}`);
      return {
        line: Number(at),
        rule,
        status: rule === 'advice' ? 'advice' : (status as 'rewritten' | 'review'),
        ...(saying !== undefined && { saying }),
      };
    });
}

/** A repository before and after. */
export interface ProjectFixture {
  name: string;
  description: string;
  before: string;
  after: string;
  sites: readonly (ExpectedSite & { file: string })[];
}

export const projectsFolder = join(import.meta.dirname, '../../../fixtures/projects');

/** Folders with `before/`, `after/`, a line that describes them in `README.md`, and `sites`. */
export function projectFixtures(folder = projectsFolder): ProjectFixture[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const path = (part: string) => join(folder, name, part);
      for (const part of ['before', 'after', 'README.md']) {
        if (!existsSync(path(part))) throw new Error(`fixtures/projects/${name} has no ${part}`);
      }
      return {
        name,
        description: readFileSync(path('README.md'), 'utf8').trim(),
        before: path('before'),
        after: path('after'),
        sites: existsSync(path('sites')) ? projectSites(readFileSync(path('sites'), 'utf8')) : [],
      };
    });
}

function projectSites(text: string): ProjectFixture['sites'] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const [, file, rest] = /^(\S+?):(.+)$/.exec(line) ?? [];
      if (file === undefined) throw new Error(`not a line of a project's sites: ${line}`);
      return expectedSites(rest!).map((site) => ({ file, ...site }));
    });
}

/** Every file below a folder, relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
