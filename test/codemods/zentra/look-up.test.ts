import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { answer, migrate } from '../../../codemods/index';
import { hostOverTexts, repository } from '../host-over-texts';

/*
 * What the choice `look-up` makes of `cards[name](…)`, held by the compiler against the SDK's types before, and against those of
 * zentra-compat after.
 */

const sdk = join(repository, 'test/customers/zentra-sdk.d.ts');
const manifest = '{ "name": "pay", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n';

const run = (parameter: string, call: string) => `export const run = (${parameter}, id: string) => ${call};`;

const forms: Readonly<Record<string, string>> = {
  'any text, of which the customer has told the compiler': run(
    'action: string',
    '(client.cards as any)[action](id)',
  ),
  'any value, likewise': run('action: any', '(<any>client.cards)[action](id)'),
  'two names': run("action: 'freeze' | 'unfreeze'", 'client.cards[action](id)'),
  'three names, whose overloads differ': run(
    "action: 'freeze' | 'unfreeze' | 'terminate'",
    'client.cards[action](id)',
  ),
  'two names with options': run(
    "action: 'freeze' | 'terminate'",
    "client.cards[action](id, { reason: 'x' })",
  ),
  'names whose answer is read': run(
    "action: 'unfreeze' | 'terminate'",
    'client.cards[action](id).then((card) => card.status)',
  ),
  'names that stay, too': run("action: 'freeze' | 'balance'", '(client.cards as any)[action](id)'),
  'a name that is cast': run('action: string', "client.cards[action as 'freeze' | 'terminate'](id)"),
  'a name that is narrowed': run(
    'action: string',
    "action === 'freeze' || action === 'terminate' ? client.cards[action](id) : undefined",
  ),
  'a name that the code chooses': run(
    'isGone: boolean',
    "{ const method = isGone ? 'terminate' : 'freeze'; return client.cards[method](id); }",
  ),
  'a client that may be missing': run("action: 'freeze' | 'terminate'", 'maybe?.cards[action](id)'),
  'a member that is handed on': run(
    "action: 'freeze' | 'terminate'",
    'client.cards[action].bind(client.cards, id)',
  ),
  'a member that is destructured': run(
    "action: 'freeze' | 'terminate'",
    '{ const { [action]: method } = client.cards; return method.call(client.cards, id); }',
  ),
};

const source = (line: string) => `import { Zentra } from '@zentra/sdk';
declare const client: Zentra;
declare const maybe: Zentra | undefined;
${line}
`;

async function lookedUp(line: string): Promise<string> {
  const files = { 'package.json': manifest, 'index.ts': source(line) };
  const { questions } = await migrate({ root: '/', files, mode: 'dry-run' });
  expect(questions).toHaveLength(1);
  const answers = [{ id: questions[0]!.id, choice: 'look-up' }];
  const { changes } = await answer({ root: '/', files, answers });
  return changes.find(({ file }) => file === 'index.ts')!.after;
}

const folder = '/look-up';
const texts = new Map<string, string>();
const faults = new Map<string, string[]>();

beforeAll(async () => {
  for (const [name, line] of Object.entries(forms)) {
    texts.set(`${folder}/before/${name}.ts`, source(line));
    texts.set(`${folder}/after/${name}.ts`, await lookedUp(line));
  }
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.Preserve,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: ['node'],
    skipLibCheck: true,
    noEmit: true,
  };
  const host: ts.CompilerHost = {
    ...hostOverTexts(texts, options),
    resolveModuleNames: (names, from) =>
      names.map((name) => {
        const own: Record<string, string> = {
          '@zentra/sdk': sdk,
          'zentra-compat': join(repository, 'src/index.mts'),
        };
        const resolvedFileName = own[name];
        return resolvedFileName === undefined
          ? ts.resolveModuleName(name, from, options, ts.sys).resolvedModule
          : { resolvedFileName };
      }),
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options, host });
  for (const name of texts.keys()) {
    const file = program.getSourceFile(name)!;
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    faults.set(
      name,
      found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    );
  }
}, 120_000);

describe('what is looked up type-checks as the code did before:', () => {
  it.each(Object.keys(forms))('%s', (name) => {
    expect(faults.get(`${folder}/before/${name}.ts`)).toEqual([]);
    expect(faults.get(`${folder}/after/${name}.ts`)).toEqual([]);
    expect(texts.get(`${folder}/after/${name}.ts`)).toContain("'lock");
  });
});
