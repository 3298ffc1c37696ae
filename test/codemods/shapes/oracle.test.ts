import { join } from 'node:path';
import { Project, type PropertyAccessExpression, type SourceFile, SyntaxKind, ts } from 'ts-morph';
import { beforeAll, describe, expect, it } from 'vitest';
import { methodRules } from 'zentra-compat/contract';
import type { Report } from '../../../codemods/report/report';
import { migrateProject } from '../../../codemods/ts-morph';
import { shapeFixtures } from './shape-fixtures';

/*
 * An independent oracle: ts-morph, with a compiler of its own, the real library of the language and the real types of zentra-compat, says
 * whose each receiver of a legacy name is. `npm run build` before this, for the types.
 */

const repository = join(import.meta.dirname, '../../..');
const folder = `${repository}/fixtures/oracle`;
const rules = new Map<string, string>(methodRules.map(({ legacy, id }) => [legacy, id]));
const SCRIPT = /\.[cm]?[jt]sx?$/;

/** By the real types; `unknown` where these tell nothing. */
type Owner = 'zentra' | 'other' | 'unknown';

/** Where we differ: by file, and why we are right. */
const knownBetter: Readonly<Record<string, string>> = {
  'imports/require-in-sibling-blocks.js':
    'the compiler takes require of sibling blocks for one (microsoft/TypeScript#41697)',
  'untouched/generated.js': 'what a tool wrote is not changed: whatever it is made from is',
  'tests/fake-class.ts': 'a fake that takes the place of the client is renamed with it',
  'tests/fake-given-to-function.ts': 'a fake that takes the place of the client is renamed with it',
  'tests/fake-variable.ts': 'a fake that takes the place of the client is renamed with it',
  'tests/typed-fake.ts': 'a fake that takes the place of the client is renamed with it',
};

interface Verdict {
  file: string;
  /** `calls/chained.js:5:14 freeze-to-lock` */
  place: string;
  owner: Owner;
}

let verdicts: readonly Verdict[];
let report: Report;

beforeAll(async () => {
  const project = new Project({
    compilerOptions: {
      allowJs: true,
      strict: true,
      strictNullChecks: false,
      target: ts.ScriptTarget.ESNext,
      lib: ['lib.esnext.d.ts', 'lib.dom.d.ts'],
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      jsx: ts.JsxEmit.Preserve,
      experimentalDecorators: true,
      types: ['node'],
      skipLibCheck: true,
      noEmit: true,
    },
  });
  for (const { topic, file, before } of shapeFixtures()) {
    if (!SCRIPT.test(file)) continue;
    // The SDK itself is nowhere to be had; its types are those of the wrapper that takes its place.
    const text = before.toString('utf8').replaceAll('@zentra/sdk', 'zentra-compat');
    project.createSourceFile(`${folder}/${topic}/${file}`, text);
  }
  verdicts = project.getSourceFiles().flatMap(verdictsIn);
  report = await migrateProject(project, { mode: 'check', root: folder });
}, 300_000);

function verdictsIn(source: SourceFile): Verdict[] {
  const file = source.getFilePath().slice(folder.length + 1);
  return source.getDescendantsOfKind(SyntaxKind.PropertyAccessExpression).flatMap((access) => {
    const rule = rules.get(access.getName());
    if (rule === undefined) return [];
    const { line, character } = source.compilerNode.getLineAndCharacterOfPosition(
      access.getNameNode().getStart(),
    );
    return [{ file, place: `${file}:${line + 1}:${character + 1} ${rule}`, owner: ownerOf(access) }];
  });
}

/** By where the member is declared. */
function ownerOf(access: PropertyAccessExpression): Owner {
  const declarations = access.getNameNode().getSymbol()?.getDeclarations() ?? [];
  if (declarations.length === 0) return 'unknown';
  const isOurs = declarations.some((declaration) =>
    /\/(?:src|dist)\/adapter\//.test(declaration.getSourceFile().getFilePath()),
  );
  return isOurs ? 'zentra' : 'other';
}

const of = (owner: Owner): Verdict[] => verdicts.filter((verdict) => verdict.owner === owner);

const disagreements = (): Verdict[] => {
  const sites = new Map(
    report.sites.map(({ file, line, column, rule, status }) => [`${file}:${line}:${column} ${rule}`, status]),
  );
  const missed = of('zentra').filter(({ place }) => !sites.has(place));
  const taken = of('other').filter(({ place }) => sites.get(place) === 'rewritten');
  return [...missed, ...taken];
};

describe('whose a receiver is', () => {
  it('is known to the real types for hundreds of them', () => {
    expect(of('zentra').length).toBeGreaterThan(300);
    expect(of('other').length).toBeGreaterThan(20);
  });

  it('is the same for us: what is Zentra’s is a site, what is somebody else’s is not rewritten', () => {
    const unexplained = disagreements().filter(({ file }) => !(file in knownBetter));
    expect(unexplained.map(({ place, owner }) => `${place}: ${owner}`)).toEqual([]);
  });

  it('is excused for no file on which we agree', () => {
    const files = new Set(disagreements().map(({ file }) => file));
    expect(Object.keys(knownBetter).filter((file) => !files.has(file))).toEqual([]);
  });
});
