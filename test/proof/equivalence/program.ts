import fc from 'fast-check';
import { callForms } from './call-forms';
import { accesses, holders, locations } from './client-forms';
import { positions } from './positions';
import { receivers } from './receivers';

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
}

export interface Step {
  call: keyof typeof callForms;
  receiver: keyof typeof receivers;
  position: keyof typeof positions;
  card: (typeof cardForms)[number];
  /** Which of the program's cards: one that works, one that is unknown, one whose requests are declined. */
  target: 'known' | 'missing' | 'declined';
  amount: (typeof amounts)[number];
}

export const cardForms = ['literal', 'variable', 'card_id', 'cardId', 'id', 'held', 'template'] as const;

/** Source text of amounts and limits: good ones, ones the wrapper refuses, and one that only the gateway refuses. */
export const amounts = ['2500', '1', '90071992', '10.5', '-1', "'100'"] as const;

const keysOf = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table & string)[];

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  call: fc.constantFrom(...keysOf(callForms)),
  receiver: fc.constantFrom(...keysOf(receivers)),
  position: fc.constantFrom(...keysOf(positions)),
  card: fc.constantFrom(...cardForms),
  target: fc.constantFrom('known', 'known', 'known', 'missing', 'declined'),
  amount: fc.constantFrom(...amounts.slice(0, 1), ...amounts),
});

export const programArbitrary: fc.Arbitrary<Program> = fc.record({
  language: fc.constantFrom('js', 'ts'),
  module: fc.constantFrom('esm', 'cjs'),
  specifier: fc.constantFrom('@zentra/sdk', '@zentra/sdk', 'zentra-compat'),
  access: fc.constantFrom(...keysOf(accesses)),
  holder: fc.constantFrom(...keysOf(holders)),
  location: fc.constantFrom(...locations),
  eol: fc.constantFrom('\n', '\n', '\n', '\r\n'),
  steps: fc.array(stepArbitrary, { minLength: 1, maxLength: 4 }),
});
