import { escapable } from './escapes';
import type { LegacyMethod, Sdk } from './sdk';

/** The legacy names of an SDK, in the forms in which a text is searched for them. */
export interface Vocabulary {
  methodNamed(name: string): LegacyMethod | undefined;
  /** Any method of the table stands for the namespace. */
  anyMethod: string;
  fundingMethods: ReadonlySet<string>;
  legacyParameters: ReadonlySet<string>;
  /** Names that only a body has, whether it was rewritten yet or not. */
  bodyParameters: ReadonlySet<string>;
  /** Names of request options, which may follow the body. */
  callOptions: ReadonlySet<string>;
  /** Keys under which a first argument says only what the call is about: the card. */
  subjectKeys: ReadonlySet<string>;
  /** Every legacy method's name as a word of its own. */
  legacyNames: RegExp;
  /** The same, with letters that are escaped; searched for only where some letter is. */
  escapedNames: RegExp;
  /** Every name that takes the place of a legacy one. */
  reviewedNames: RegExp;
  /** A funding method that is not called where it is named, but kept under another name. */
  fundingAlias: RegExp;
  /** Where the text may hold a funding, unless the method goes by another name; and where a computed member. */
  shapes: RegExp;
}

const known = new WeakMap<Sdk, Vocabulary>();

export function vocabularyOf(sdk: Sdk): Vocabulary {
  const found = known.get(sdk) ?? createVocabulary(sdk);
  known.set(sdk, found);
  return found;
}

function createVocabulary({ methods, parameters, callOptions, subjectKeys }: Sdk): Vocabulary {
  const byName = new Map(methods.map((method) => [method.legacy, method]));
  const fundingMethods = new Set(parameters.flatMap((parameter) => parameter.methods));
  const legacyParameters = new Set(parameters.map(({ legacy }) => legacy));
  const anyOf = (names: Iterable<string>) => [...names].join('|');
  return {
    methodNamed: (name) => byName.get(name),
    anyMethod: methods[0]!.legacy,
    fundingMethods,
    legacyParameters,
    bodyParameters: new Set(parameters.flatMap(({ legacy, reviewed }) => [legacy, reviewed])),
    callOptions: new Set(callOptions),
    subjectKeys: new Set(subjectKeys),
    legacyNames: new RegExp(`(?<![\\w$])(?:${anyOf(byName.keys())})(?![\\w$])`, 'g'),
    escapedNames: new RegExp(Array.from(byName.keys(), escapable).join('|'), 'g'),
    reviewedNames: new RegExp(
      `(?<![\\w$])(?:${anyOf(methods.map(({ reviewed }) => reviewed))})(?![\\w$])`,
      'g',
    ),
    fundingAlias: new RegExp(`(?<![\\w$])(?:${anyOf(fundingMethods)})\\s*[^\\w\\s(?!]`),
    shapes: new RegExp(
      `${anyOf([...fundingMethods, ...legacyParameters])}|${/(?<![=(:[] ?)\[(?!\])/.source}`,
      'g',
    ),
  };
}
