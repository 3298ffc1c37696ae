import { type CallForm, callForms } from './call-forms';
import { accesses, holders, type Surroundings } from './client-forms';
import { positions } from './positions';
import type { Program, Step } from './program';
import { receivers } from './receivers';

/** Source files by name; the first one, `main.…`, exports `steps`. */
export type Sources = ReadonlyMap<string, string>;

/** What a program's cards are called, so that one request log can be split among programs. */
export const cardId = (program: string, target: Step['target'], which: 'a' | 'b') =>
  `${program}_${target}_${which}`;

/** The text of a program. Where a form cannot stand in a module system, its nearest relative does. */
export function render(name: string, program: Program): Sources {
  const main = surroundings(program);
  const client = clientFiles(program, main);
  const steps = program.steps.map((step, index) => renderStep(step, `${name}_${index}`, name, client.use));
  const annotation = main.typescript ? ': (value: any) => unknown' : '';
  const body = [
    client.head,
    '',
    `${main.statements ? 'export const steps' : 'exports.steps'} = [`,
    ...steps.map((lines) => `  async (record${annotation}) => {\n${indented(lines, '    ')}\n  },`),
    '];',
    '',
  ].join('\n');
  const finish = (text: string, typescript: boolean) =>
    (typescript
      ? text.replace(/catch \(error\)/g, 'catch (error: any)').replace(/\(error\) =>/g, '(error: any) =>')
      : withoutAny(text)
    ).replace(/\n/g, program.eol);
  const files = new Map([[`main${extension(main)}`, finish(body, main.typescript)]]);
  for (const file of client.files) files.set(file.name, finish(file.text, file.name.endsWith('ts')));
  return files;
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

function renderStep(step: Step, unique: string, program: string, client: string): string {
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
