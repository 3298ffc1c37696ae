import { type CallForm, callForms } from './call-forms';
import { accesses, holders, type Surroundings } from './client-forms';
import { type Flow, flows, importedAs, journey, ledgers } from './flows';
import { positions } from './positions';
import type { Program, Step } from './program';
import { receivers } from './receivers';
import { fakes, PACKAGE_JSON, type Suite, suites, suiteText } from './suites';

/** Source files by name; the first one, `main.…`, exports `steps`. */
export type Sources = ReadonlyMap<string, string>;

/** What a program's cards are called, so that one request log can be split among programs. */
export const cardId = (program: string, target: Step['target'], which: 'a' | 'b') =>
  `${program}_${target}_${which}`;

/** The text of a program. Where a form cannot stand in a module system, its nearest relative does. */
export function render(name: string, program: Program): Sources {
  const main = surroundings(program);
  const client = clientFiles(program, main);
  const steps = program.steps.map((step, index) =>
    renderStep(suitable(step, program), `${name}_${index}`, name, client.use, partOf(index, main)),
  );
  const annotation = main.typescript ? ': (value: any) => unknown' : '';
  const body = [
    client.head,
    importsOf(steps, program, main),
    '',
    `${main.statements ? 'export const steps' : 'exports.steps'} = [`,
    ...steps.map(({ text }) => `  async (record${annotation}) => {\n${indented(text, '    ')}\n  },`),
    '];',
    '',
  ].join('\n');
  const files = new Map([[mainFile(program), body]]);
  for (const { parts } of steps) for (const [file, text] of parts) files.set(file, text);
  for (const file of client.files) files.set(file.name, file.text);
  addSuite(files, name, program);
  return new Map([...files].map(([file, text]) => [file, finished(file, text, program.eol)]));
}

function finished(file: string, text: string, eol: string): string {
  const plain = /ts$/.test(file)
    ? text.replace(/catch \(error\)/g, 'catch (error: any)').replace(/\(error\) =>/g, '(error: any) =>')
    : withoutAny(text);
  return plain.replace(/\n/g, eol);
}

/** Suites are CommonJS: what they replace is what `require` answers. */
export const suiteOf = ({ suite, module }: Program): Suite | undefined =>
  suite !== undefined && module === 'cjs' ? suites[suite] : undefined;

const mainFile = (program: Program) =>
  `${suiteOf(program) ? 'service' : 'main'}${extension(surroundings(program))}`;

function addSuite(files: Map<string, string>, name: string, program: Program): void {
  const suite = suiteOf(program);
  if (!suite) return;
  const filled = (text: string) => suiteText(text, fakes[program.fake], name, program.specifier);
  files.set('main.cjs', `${filled(suite.main)}\n`);
  // A package of its own: what holds the imports of one program back holds back no other's.
  const own = { 'package.json': PACKAGE_JSON, ...suite.files };
  for (const [file, text] of Object.entries(own)) files.set(filled(file), filled(text));
}

/**
 * Operations that a fake has under their reviewed names alone are left to the real client. A fake of `updateLimits` on a client is
 * left to a person, and until then the migrated call gets past it, as docs/proof.md says.
 */
function suitable(step: Step, program: Program): Step {
  if (suiteOf(program) && (step.call === 'lock' || step.call === 'updateSecurity'))
    return { ...step, call: 'balance' };
  // In TypeScript a base class's call of a method that a subclass overrides is not seen yet, as docs/proof.md says.
  if (step.flow === 'overridden' && program.language === 'ts') return { ...step, flow: 'straight' };
  const isFaked = step.flow === 'spied' || step.flow === 'stubbed' || step.flow === 'overwritten';
  return isFaked && step.call.startsWith('limits') ? { ...step, flow: 'straight' } : step;
}

/** The second file of a step, as an expression: its name where it is imported, else the call that loads it. */
const partOf = (index: number, at: Surroundings) => (which: 'client' | 'decoy') => {
  const name = `${which === 'client' ? 'part' : 'decoy'}${index}`;
  return { file: `${name}.cjs`, expression: at.statements ? name : `require('./${name}.cjs')` };
};

function importsOf(steps: readonly RenderedStep[], { ledger }: Program, at: Surroundings): string {
  const importing = (name: string, from: string) =>
    at.statements ? `import ${name} from '${from}';` : `const ${name} = require('${from}');`;
  const packages = new Set(steps.flatMap(({ imports }) => imports));
  const parts = at.statements ? steps.flatMap(({ parts }) => [...parts.keys()]) : [];
  const decoyed = steps.some(({ text }) => /\bledger\b/.test(text));
  return [
    ...[...packages].map((specifier) => importing(importedAs(specifier), specifier)),
    ...parts.map((file) => importing(file.replace('.cjs', ''), `./${file}`)),
    ...(decoyed ? [ledgers[ledger] ?? `${importing('acme', '@acme/ledger')}\nconst { ledger } = acme;`] : []),
  ].join('\n');
}

const withoutAny = (text: string) => text.replace(/: any\b/g, '');

function surroundings({ language, module, specifier }: Program): Surroundings {
  const typescript = language === 'ts';
  const esm = module === 'esm';
  return { esm, typescript, statements: esm || typescript, specifier };
}

/** The extension in import specifiers is the one that the file has when it runs. */
const extension = ({ esm, typescript }: Surroundings) => `.${esm ? 'm' : 'c'}${typescript ? 't' : 'j'}s`;
const runtimeExtension = ({ esm }: Surroundings) => (esm ? '.mjs' : '.cjs');

interface ClientFiles {
  files: readonly { name: string; text: string }[];
  /** Top of the main file. */
  head: string;
  /** The client, as an expression. */
  use: string;
}

function clientFiles(program: Program, main: Surroundings): ClientFiles {
  const at: Surroundings =
    program.location === 'cjs' ? { ...main, esm: false, typescript: false, statements: false } : main;
  const access = accesses[program.access](at);
  const { definition, exported, use } = holders[program.holder](access.zentra, at);
  const own = [access.head, definition].filter(Boolean).join('\n');
  const from = (file: string) => `'./${file}${runtimeExtension(at)}'`;
  const importing = (clause: string, pattern: string, file: string) =>
    main.statements ? `import ${clause} from ${from(file)};` : `const ${pattern} = require(${from(file)});`;
  const named = (name = exported) => importing(`{ ${name} }`, `{ ${name} }`, 'client');
  const file = (name: string, text: string) => ({ name: `${name}${extension(at)}`, text: `${text}\n` });
  const exporting = at.statements ? `export { ${exported} };` : `module.exports = { ${exported} };`;
  switch (program.location) {
    case 'same':
      return { files: [], head: own, use: use(exported) };
    case 'named':
    case 'cjs':
      return { files: [file('client', `${own}\n${exporting}`)], head: named(), use: use(exported) };
    case 'default': {
      const text = `${own}\n${at.statements ? `export default ${exported};` : `module.exports = ${exported};`}`;
      return { files: [file('client', text)], head: importing('made', 'made', 'client'), use: use('made') };
    }
    case 'renamed': {
      const hop = at.statements
        ? `export { ${exported} as zentraClient } from ${from('client')};`
        : `const { ${exported} } = require(${from('client')});\nmodule.exports.zentraClient = ${exported};`;
      return {
        files: [file('client', `${own}\n${exporting}`), file('index', hop)],
        head: importing('{ zentraClient }', '{ zentraClient }', 'index'),
        use: use('zentraClient'),
      };
    }
    case 'star': {
      const hop = at.statements
        ? `export * from ${from('client')};`
        : `module.exports = { ...require(${from('client')}) };`;
      return {
        files: [file('client', `${own}\n${exporting}`), file('index', hop)],
        head: importing('* as shared', 'shared', 'index'),
        use: use(`shared.${exported}`),
      };
    }
    case 'object': {
      const text = at.statements
        ? `${own}\nexport const services = { billing: { ${exported} } };`
        : `${own}\nexports.services = { billing: { ${exported} } };`;
      return {
        files: [file('client', text)],
        head: importing('{ services }', '{ services }', 'client'),
        use: use(`services.billing.${exported}`),
      };
    }
  }
}

interface RenderedStep {
  text: string;
  imports: readonly string[];
  parts: ReadonlyMap<string, string>;
}

function renderStep(
  step: Step,
  unique: string,
  program: string,
  client: string,
  part: (which: 'client' | 'decoy') => { file: string; expression: string },
): RenderedStep {
  const flow: Flow = flows[step.flow];
  const { method } = callForms[step.call];
  return journey(flow, step.decoy, client, method, part, (use) => renderCall(step, unique, program, use));
}

function renderCall(step: Step, unique: string, program: string, client: string): string {
  const form: CallForm = callForms[step.call];
  const receiver = receivers[step.receiver](client, form.method);
  const detached = step.receiver === 'called' ? `${client}.cards` : undefined;
  const [a, b] = (['a', 'b'] as const).map((which) => cardId(program, step.target, which));
  const on = (which: 'a' | 'b' | 'variable') => {
    const id = which === 'variable' ? 'card' : `'${which === 'a' ? a : b}'`;
    const args = filled(
      which === 'variable' ? perCard(form.args) : form.args,
      step,
      id,
      `${unique}_${which}`,
    );
    return `${receiver.callee}(${[detached, args].filter(Boolean).join(', ')})`;
  };
  const held = step.card === 'held' ? `const held = { id: '${a}', brand: 'demo' };` : '';
  const named = step.card === 'variable' ? `const cardA = '${a}';` : '';
  return [
    `const cards2 = ['${a}', '${b}'];`,
    named,
    held,
    receiver.before,
    filled(form.before ?? '', step, `'${a}'`, unique),
    positions[placeOf(step)](on),
  ]
    .filter(Boolean)
    .join('\n');
}

/** Two cards under one piece of text need two keys: which of them won would depend on the moment. */
const perCard = (args: string) =>
  args.replace(/'([\w-]*)\$n'/g, (_, prefix: string) => `\`${prefix}$n-\${card}\``);

/** Where the promise is used otherwise than by awaiting it at once. */
const unawaited = new Set<Step['position']>(['allSettled', 'chained', 'catching', 'deferred']);
const refusedLimits = new Set<Step['call']>(['limitsTwice', 'limitsUnknownKey', 'limitsNone']);
const refusedAmounts = new Set<Step['amount']>(['10.5', '-1', "'100'"]);

/**
 * Limits that are converted where the call stands are refused there, too, by throwing; the legacy call rejects. The two are the
 * same to whoever awaits at once, and docs/proof.md says that they are not elsewhere.
 */
function placeOf({ call, position, amount }: Step): Step['position'] {
  const refused = call.startsWith('limits') && (refusedLimits.has(call) || refusedAmounts.has(amount));
  return refused && unawaited.has(position) ? 'assigned' : position;
}

function filled(text: string, step: Step, id: string, unique: string): string {
  return text
    .replaceAll('$card', () => cardExpression(step.card, id))
    .replaceAll('$id', () => id)
    .replaceAll('$amount', () => step.amount)
    .replaceAll('$n', () => unique);
}

function cardExpression(form: Step['card'], id: string): string {
  const literal = id.startsWith("'");
  switch (form) {
    case 'literal':
      return id;
    case 'variable':
      return literal && id.endsWith("_a'") ? 'cardA' : id;
    case 'card_id':
      return `{ card_id: ${id} }`;
    case 'cardId':
      return `{ cardId: ${id} }`;
    case 'id':
      return `{ id: ${id} }`;
    case 'held':
      return literal && id.endsWith("_a'") ? 'held' : id;
    case 'template':
      return literal ? `\`${id.slice(1, -1)}\`` : `\`\${${id}}\``;
  }
}

const indented = (text: string, by: string) =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : by + line))
    .join('\n');
