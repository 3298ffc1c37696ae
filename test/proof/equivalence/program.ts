import fc from 'fast-check';
import { type Layout, ways } from './arrangement';
import { callForms } from './call-forms';
import { accesses, holders, locations } from './client-forms';
import { decoys, flows, ledgers } from './flows';
import { partFlows } from './part-flows';
import { positions } from './positions';
import { receivers } from './receivers';
import { fakes, suites } from './suites';

/** A legacy program as plain data, so that fast-check can shrink it without knowing how it was made. */
export interface Program {
  language: 'js' | 'ts';
  module: 'esm' | 'cjs';
  specifier: '@zentra/sdk' | 'zentra-compat';
  /** How the class is obtained. */
  access: keyof typeof accesses;
  /** How the client is held. */
  holder: keyof typeof holders;
  /** In which file the client is made, and over which hops it comes. */
  location: (typeof locations)[number];
  eol: '\n' | '\r\n';
  steps: Step[];
  /** Where somebody else's client comes from, which decoys use. */
  ledger: keyof typeof ledgers;
  /** A test suite that replaces the SDK's module by a fake and then loads the program; CommonJS alone. */
  suite: keyof typeof suites | undefined;
  fake: keyof typeof fakes;
  /** How its files are spread over packages; without one, they are all in one folder. */
  layout: Layout | undefined;
  /** What a first, narrow run is given; a second one is given everything. */
  selection: (typeof selections)[number];
}

/**
 * `whole`: the program's folder. `main`: its main file alone. `rest`: every other file. `excluded`: the folder, without the main
 * file. `none`: nothing of it. The others: one package of it.
 */
export const selections = [
  'whole',
  'main',
  'rest',
  'excluded',
  'none',
  'app',
  'client',
  'guard',
  'vault',
] as const;
const WITHOUT_PACKAGES = selections.slice(0, 5);

export interface Step {
  call: keyof typeof callForms;
  receiver: keyof typeof receivers;
  position: keyof typeof positions;
  /** The way that the client takes to the call. */
  flow: keyof typeof flows;
  decoy: (typeof decoys)[number];
  card: (typeof cardForms)[number];
  /** Which of the program's cards: one that works, one that is unknown, one whose requests are declined. */
  target: 'known' | 'missing' | 'declined';
  amount: (typeof amounts)[number];
}

export const cardForms = ['literal', 'variable', 'card_id', 'cardId', 'id', 'held', 'template'] as const;

/** Source text of amounts and limits: good ones, ones the wrapper refuses, and one that only the gateway refuses. */
export const amounts = ['2500', '1', '90071992', '10.5', '-1', "'100'"] as const;

const keysOf = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table & string)[];

const plainStep = {
  call: fc.constantFrom(...keysOf(callForms)),
  receiver: fc.constantFrom(...keysOf(receivers)),
  position: fc.constantFrom(...keysOf(positions)),
  card: fc.constantFrom(...cardForms),
  target: fc.constantFrom('known', 'known', 'known', 'missing', 'declined'),
  amount: fc.constantFrom(...amounts.slice(0, 1), ...amounts),
} as const;

const plainProgram = {
  language: fc.constantFrom('js', 'ts'),
  module: fc.constantFrom('esm', 'cjs'),
  specifier: fc.constantFrom('@zentra/sdk', '@zentra/sdk', 'zentra-compat'),
  access: fc.constantFrom(...keysOf(accesses)),
  holder: fc.constantFrom(...keysOf(holders)),
  location: fc.constantFrom(...locations),
  eol: fc.constantFrom('\n', '\n', '\n', '\r\n'),
} as const;

const upToFour = <T>(step: fc.Arbitrary<T>) => fc.array(step, { minLength: 1, maxLength: 4 });

/** Programs whose calls stand where the client does, migrated at once: what the test command proves. */
export const plainPrograms: fc.Arbitrary<Program> = fc
  .record({ ...plainProgram, steps: upToFour(fc.record(plainStep)) })
  .map((program) => ({
    ...program,
    steps: program.steps.map((step) => ({ ...step, flow: 'straight', decoy: 'none' })),
    ledger: 'literal',
    suite: undefined,
    fake: 'field',
    layout: undefined,
    selection: 'whole',
  }));

const anyProgram = {
  ...plainProgram,
  ledger: fc.constantFrom(...keysOf(ledgers)),
  suite: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...keysOf(suites)) },
  ),
  fake: fc.constantFrom(...keysOf(fakes)),
} as const;

const stepsBy = (flow: fc.Arbitrary<Step['flow']>) =>
  upToFour(fc.record({ ...plainStep, flow, decoy: fc.constantFrom(...decoys) }));

// Half of the calls are made where the client stands; each way more is one of many.
const anyFlow = fc.oneof(fc.constant('straight' as const), fc.constantFrom(...keysOf(flows)));

/** Programs whose files are those of several packages. */
export const packagedPrograms: fc.Arbitrary<Program> = fc.record({
  ...anyProgram,
  steps: stepsBy(
    fc.oneof(
      { weight: 1, arbitrary: anyFlow },
      { weight: 2, arbitrary: fc.constantFrom(...keysOf(partFlows)) },
    ),
  ),
  layout: fc.record({
    client: fc.constantFrom('app', 'client'),
    hop: fc.constantFrom('app', 'client'),
    parts: fc.constantFrom('app', 'guard', 'guard', 'vault'),
    via: fc.constantFrom(...ways),
    format: fc.constantFrom('cjs', 'esm'),
    asks: fc.boolean(),
  }),
  selection: fc.oneof(fc.constant('whole' as const), fc.constantFrom(...selections)),
});

/** Programs of every form, with decoys, suites, packages and narrow runs. */
export const allPrograms: fc.Arbitrary<Program> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      ...anyProgram,
      steps: stepsBy(anyFlow),
      layout: fc.constant(undefined),
      selection: fc.oneof(fc.constant('whole' as const), fc.constantFrom(...WITHOUT_PACKAGES)),
    }),
  },
  { weight: 1, arbitrary: packagedPrograms },
);
