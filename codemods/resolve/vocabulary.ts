import { escapable } from './escapes';
import type { LegacyMethod, Sdk } from './sdk';

/** The legacy names of an SDK, in forms for text search. */
export interface Vocabulary {
  methodNamed(name: string): LegacyMethod | undefined;
  /** A method that represents the namespace; any method of the table will do. */
  anyMethod: string;
  fundingMethods: ReadonlySet<string>;
  legacyParameters: ReadonlySet<string>;
  /** Legacy and reviewed names that only a body has. */
  bodyParameters: ReadonlySet<string>;
  /** Names of request options, which may follow the body. */
  callOptions: ReadonlySet<string>;
  /** Keys of a first argument that only identifies the card of the call. */
  subjectKeys: ReadonlySet<string>;
  /** Every legacy method's name as a word of its own. */
  legacyNames: RegExp;
  /** The legacy names with escaped letters; used only for texts with an escaped letter. */
  escapedNames: RegExp;
  /** Every name that replaces a legacy one. */
  reviewedNames: RegExp;
  /** A funding method that is named without being called, so that it may have an alias. */
  fundingAlias: RegExp;
  /** Matches places of a possible funding (by the method's own name), and of computed members. */
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
