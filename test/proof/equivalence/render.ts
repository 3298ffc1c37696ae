import { folderOf, imported, type Member, manifest } from './arrangement';
import { type CallForm, callForms } from './call-forms';
import { accesses, holders, type Surroundings } from './client-forms';
import { type Flow, fakingFlows, flows, importedAs, ledgers } from './flows';
import { journey, type Part } from './journey';
import { partPlaces } from './part-files';
import { positions } from './positions';
import type { Program, Step } from './program';
import { type Receiver, receivers } from './receivers';
import { fakes, PACKAGE_JSON, type Suite, suites, suiteText } from './suites';

/** Source files by name; `main.…` exports `steps`. */
export type Sources = ReadonlyMap<string, string>;

/** What a program's cards are called, so that one request log can be split among programs. */
export const cardId = (program: string, target: Step['target'], which: 'a' | 'b') =>
  `${program}_${target}_${which}`;

/** The text of a program. Where a form cannot stand in a module system, its nearest relative does. */
export function render(name: string, program: Program): Sources {
  const main = surroundings(program);
  const client = clientFiles(name, program, main);
  const places = partPlaces(name, program.layout, main);
  const steps = program.steps.map((step, index) =>
    renderStep(suitable(step, program), `${name}_${index}`, name, client.use, (which) =>
      places.of(`${which === 'client' ? 'part' : 'decoy'}${index}`),
    ),
  );
  const parts = steps.flatMap((step) => step.parts);
  const annotation = main.typescript ? ': (value: any) => unknown' : '';
  const body = [
    client.head,
    ...places.imports(parts),
    importsOf(steps, program, main),
    '',
    `${main.statements ? 'export const steps' : 'exports.steps'} = [`,
    ...steps.map(({ text }) => `  async (record${annotation}) => {\n${indented(text, '    ')}\n  },`),
    '];',
    '',
  ].join('\n');
  const files = new Map([
    [`${appFolder(program)}${mainFile(program)}`, body],
    ...places.files(parts),
    ...client.files,
  ]);
  addSuite(files, name, program);
  if (program.layout) addManifests(files, name, program, client.entry);
  return new Map([...files].map(([file, text]) => [file, finished(file, text, program.eol)]));
}

const appFolder = ({ layout }: Program) => (layout ? folderOf('app') : '');

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
  const folder = appFolder(program);
  files.set(`${folder}main.cjs`, `${filled(suite.main)}\n`);
  // A package of its own: what holds the imports of one program back holds back no other's.
  const own = { 'package.json': PACKAGE_JSON, ...suite.files };
  for (const [file, text] of Object.entries(own)) files.set(`${folder}${filled(file)}`, filled(text));
}

/** Adds the package.json files of the workspace and of its members; a suite has written a part of the app's. */
function addManifests(files: Map<string, string>, name: string, program: Program, clientEntry: string): void {
  const { client, parts, via, asks, format } = program.layout!;
  const asked = (...members: Member[]) =>
    Object.fromEntries(asks ? members.map((member) => [`@${name}/${member}`, '*']) : []);
  const sdk = { [program.specifier]: '^1.4.0' };
  const suite = files.get('packages/app/package.json');
  const handed = parts === 'app' ? [] : (['guard'] as const);
  const add = (member: Member, entry: string, dependencies: Record<string, string>, rest: object = {}) =>
    files.set(
      `packages/${member}/package.json`,
      manifest({ program: name, member, via, entry, dependencies, rest }),
    );
  files.set(
    'package.json',
    `${JSON.stringify({ name, private: true, workspaces: ['packages/*'] }, null, 2)}\n`,
  );
  add(
    'app',
    'main.cjs',
    { ...(client === 'app' || suite ? sdk : asked('client')), ...asked(...handed) },
    suite === undefined ? {} : (JSON.parse(suite) as object),
  );
  if (client === 'client') add('client', clientEntry, sdk);
  const entry = `index.${format === 'esm' && program.module === 'esm' ? 'm' : 'c'}js`;
  if (parts !== 'app') add('guard', entry, parts === 'vault' ? asked('vault') : {});
  if (parts === 'vault') add('vault', entry, {});
}

/** Operations that a fake has under their reviewed names alone are left to the real client. */
function suitable(step: Step, program: Program): Step {
  if (suiteOf(program) && (step.call === 'lock' || step.call === 'updateSecurity'))
    return { ...step, call: 'balance' };
  // A reviewed method's fake would stay on the client, and catch what another step calls once that is renamed.
  if (fakingFlows.has(step.flow) && (step.call === 'lock' || step.call === 'updateSecurity'))
    return { ...step, call: 'balance' };
  return step;
}

function importsOf(steps: readonly RenderedStep[], { ledger }: Program, at: Surroundings): string {
  const importing = (name: string, from: string) =>
    at.statements ? `import ${name} from '${from}';` : `const ${name} = require('${from}');`;
  const packages = new Set(steps.flatMap(({ imports }) => imports));
  const decoyed = steps.some(({ text }) => /\bledger\b/.test(text));
  return [
    ...[...packages].map((specifier) => importing(importedAs(specifier), specifier)),
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
  files: readonly (readonly [string, string])[];
  /** Top of the main file. */
  head: string;
  /** The client, as an expression. */
  use: string;
  /** The file that others import, as it is called when it runs. */
  entry: string;
}

function clientFiles(
  program: string,
  { layout, location, ...forms }: Program,
  main: Surroundings,
): ClientFiles {
  const at: Surroundings =
    location === 'cjs' ? { ...main, esm: false, typescript: false, statements: false } : main;
  const access = accesses[forms.access](at);
  const { definition, exported, use } = holders[forms.holder](access.zentra, at);
  const own = [access.head, definition].filter(Boolean).join('\n');
  const hasHop = location === 'renamed' || location === 'star';
  const home: Member = layout?.client ?? 'app';
  const hopHome: Member = layout?.hop === 'client' ? home : 'app';
  const ran = (file: string) => `${file}${runtimeExtension(at)}`;
  const from = (file: string, importer: Member, owner: Member) =>
    `'${imported(program, importer, owner, ran(file), layout?.via ?? 'relative', true).specifier}'`;
  const importing = (clause: string, pattern: string) => {
    const source = hasHop ? from('index', 'app', hopHome) : from('client', 'app', home);
    return main.statements ? `import ${clause} from ${source};` : `const ${pattern} = require(${source});`;
  };
  const file = (name: string, owner: Member, text: string) =>
    [`${layout ? folderOf(owner) : ''}${name}${extension(at)}`, `${text}\n`] as const;
  const exporting = at.statements ? `export { ${exported} };` : `module.exports = { ${exported} };`;
  const made = file('client', home, `${own}\n${exporting}`);
  const inner = from('client', hopHome, home);
  const entry = ran(hasHop && hopHome === home ? 'index' : 'client');
  switch (location) {
    case 'same':
      return { files: [], head: own, use: use(exported), entry };
    case 'named':
    case 'cjs': {
      const names = `{ ${exported} }`;
      return { files: [made], head: importing(names, names), use: use(exported), entry };
    }
    case 'default': {
      const text = `${own}\n${at.statements ? `export default ${exported};` : `module.exports = ${exported};`}`;
      return {
        files: [file('client', home, text)],
        head: importing('made', 'made'),
        use: use('made'),
        entry,
      };
    }
    case 'renamed': {
      const hop = at.statements
        ? `export { ${exported} as zentraClient } from ${inner};`
        : `const { ${exported} } = require(${inner});\nmodule.exports.zentraClient = ${exported};`;
      return {
        files: [made, file('index', hopHome, hop)],
        head: importing('{ zentraClient }', '{ zentraClient }'),
        use: use('zentraClient'),
        entry,
      };
    }
    case 'star': {
      const hop = at.statements ? `export * from ${inner};` : `module.exports = { ...require(${inner}) };`;
      return {
        files: [made, file('index', hopHome, hop)],
        head: importing('* as shared', 'shared'),
        use: use(`shared.${exported}`),
        entry,
      };
    }
    case 'object': {
      const text = at.statements
        ? `${own}\nexport const services = { billing: { ${exported} } };`
        : `${own}\nexports.services = { billing: { ${exported} } };`;
      return {
        files: [file('client', home, text)],
        head: importing('{ services }', '{ services }'),
        use: use(`services.billing.${exported}`),
        entry,
      };
    }
  }
}

interface RenderedStep {
  text: string;
  imports: readonly string[];
  parts: readonly Part[];
}

function renderStep(
  step: Step,
  unique: string,
  program: string,
  client: string,
  part: (which: 'client' | 'decoy') => { name: string; expression: string },
): RenderedStep {
  const flow: Flow = flows[step.flow];
  const { method } = callForms[step.call];
  return journey(flow, step.decoy, client, method, part, (use) => renderCall(step, unique, program, use));
}

function renderCall(step: Step, unique: string, program: string, client: string): string {
  const form: CallForm = callForms[step.call];
  const isNamespace = (flows[step.flow] as Flow).isNamespace === true;
  const receiver = isNamespace
    ? receiverOn(step.receiver, client, form.method)
    : receivers[step.receiver](client, form.method);
  const detached = step.receiver === 'called' ? `${client}${isNamespace ? '' : '.cards'}` : undefined;
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

/** The receiver where the client's namespace is at hand; forms that take it from the client become a plain member. */
function receiverOn(form: Step['receiver'], namespace: string, method: string): Receiver {
  const client = '$client';
  const { before, callee } = receivers[form](client, method);
  const on = (text: string) => text.replaceAll(`${client}.cards`, () => namespace);
  return [before, callee].some((text) => on(text).includes(client))
    ? { before: '', callee: `${namespace}.${method}` }
    : { before: on(before), callee: on(callee) };
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
