import fc from 'fast-check';
import { callForms } from './call-forms';
import { accesses, holders, locations } from './client-forms';
import { decoys, flows, ledgers } from './flows';
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
  /** What a first, narrow run is given; a second one is given everything. */
  selection: (typeof selections)[number];
}

/**
 * `whole`: the program's folder. `main`: its main file alone. `rest`: every other file. `excluded`: the folder, without the main
 * file. `none`: nothing of it.
 */
export const selections = ['whole', 'main', 'rest', 'excluded', 'none'] as const;

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
    selection: 'whole',
  }));

/** Programs of every form, with decoys, suites and narrow runs. */
export const allPrograms: fc.Arbitrary<Program> = fc.record({
  ...plainProgram,
  steps: upToFour(
    fc.record({
      ...plainStep,
      // Half of the calls are made where the client stands; each way more is one of many.
      flow: fc.oneof(fc.constant('straight' as const), fc.constantFrom(...keysOf(flows))),
      decoy: fc.constantFrom(...decoys),
    }),
  ),
  ledger: fc.constantFrom(...keysOf(ledgers)),
  suite: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...keysOf(suites)) },
  ),
  fake: fc.constantFrom(...keysOf(fakes)),
  selection: fc.oneof(fc.constant('whole' as const), fc.constantFrom(...selections)),
});
