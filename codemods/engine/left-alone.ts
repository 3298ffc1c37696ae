import ts from 'typescript';
import type { LeftAlone } from '../report/report';
import { escapable, textHoldsEscapes } from '../resolve/escapes';
import { firstFrom } from '../resolve/first-from';
import type { Occurrence } from '../resolve/occurrences';
import { offsetOfMethod } from '../resolve/places';
import type { Sdk } from '../resolve/sdk';
import { visitPlaces } from '../resolve/visit-places';
import type { DraftedUnit } from '../rewrite/rewritten-file';
import type { Transform } from '../rewrite/transform';

/** The reason why a legacy name is no site. */
export type Evidence =
  /** The file was resolved, and the receiver is not a client's. */
  | 'receiver'
  /** The name is in a comment, a text, or markup without an expression. */
  | 'no-code'
  /** No import leads from the file to the SDK, and nothing in it is called `cards`. */
  | 'no-way-to-the-sdk';

/** A legacy name that is no call of the SDK. */
export interface LeftName {
  file: string;
  name: string;
  /** Offset in the file's text. */
  offset: number;
  evidence: Evidence;
  /** The place, and the evidence about the receiver, for explained files only. */
  told?: { line: number; column: number; because?: string } | undefined;
}

/** Matches a member by name, `.freeze`, `?.freeze`, `['freeze']`, except the built-in `Object.freeze`. */
function memberOf(names: readonly string[]): RegExp {
  const any = names.join('|');
  return new RegExp(
    `(?<!\\bObject\\s{0,4})(?:\\.\\s*(${any})(?![\\w$])|\\[\\s*(["'\`])(${any})\\2\\s*\\])`,
    'g',
  );
}

/** The SDK with the methods of the chosen rules alone. */
export function sdkOfRules({ methods, ...sdk }: Sdk, transforms: readonly Pick<Transform, 'rule'>[]): Sdk {
  const chosen = new Set(transforms.map(({ rule }) => rule));
  return { ...sdk, methods: methods.filter(({ id }) => chosen.has(id)) };
}

/** The legacy names that a text appears to have as members' names. */
export function legacyMembersIn(text: string, { methods }: Sdk): { name: string; offset: number }[] {
  const names = methods.map(({ legacy }) => legacy);
  if (names.length === 0) return [];
  const written = textHoldsEscapes(text) ? names.map(escapable) : names;
  return Array.from(text.matchAll(memberOf(written)), ({ index, 0: match, 1: plain, 3: quoted }) => {
    const found = (plain ?? quoted)!;
    const name = names[written.findIndex((pattern) => new RegExp(`^${pattern}$`).test(found))]!;
    return { name, offset: index + match.lastIndexOf(found) };
  });
}

/**
 * The legacy names of a resolved file, without its sites.
 *
 * @param unseen names that the blind spots list already
 */
export function leftAloneIn(
  file: string,
  text: string,
  units: readonly DraftedUnit[],
  unseen: readonly Occurrence[],
  sdk: Sdk,
): LeftName[] {
  const anchors = [
    ...units.flatMap(({ drafts }) =>
      drafts.filter(({ outcome }) => outcome.status !== 'advice').map(({ anchor }) => anchor),
    ),
    ...unseen.flatMap((occurrence) => (occurrence.kind === 'named' ? [occurrence.name] : [])),
  ];
  const sites = new Set(
    anchors.map((anchor) => (ts.isStringLiteralLike(anchor) ? offsetOfMethod(anchor) : anchor.getStart())),
  );
  const left = legacyMembersIn(text, sdk).filter(({ offset }) => !sites.has(offset));
  const inCode = new Set(units.flatMap((unit) => tokensAmong(left, unit)));
  return left.map(({ name, offset }) => {
    return { file, name, offset, evidence: inCode.has(offset) ? 'receiver' : 'no-code' };
  });
}

/** The legacy names of a file that was not resolved, as it cannot have a client. */
export function leftUnread(file: string, text: string, sdk: Sdk): LeftName[] {
  return legacyMembersIn(text, sdk).map(({ name, offset }) => {
    return { file, name, offset, evidence: 'no-way-to-the-sdk' };
  });
}

/** Offsets of the names that are tokens of the unit's code. */
function tokensAmong(names: readonly { offset: number }[], { source }: DraftedUnit): number[] {
  const places = names.map(({ offset }) => offset);
  const at = (offset: number) => firstFrom(places, offset, (place) => place);
  const found: number[] = [];
  visitPlaces(source, places, (node) => {
    if (!ts.isIdentifier(node) && !ts.isStringLiteralLike(node)) return;
    found.push(...places.slice(at(node.getStart(source)), at(node.end)));
  });
  return found;
}

/** Counts for the report. */
export function tally(names: readonly LeftName[]): LeftAlone | undefined {
  if (names.length === 0) return undefined;
  const byEvidence: Record<string, number> = {};
  for (const { evidence } of names) byEvidence[evidence] = (byEvidence[evidence] ?? 0) + 1;
  const places = names.flatMap(({ file, name, evidence, told }) =>
    told
      ? [
          {
            file,
            line: told.line,
            column: told.column,
            name,
            evidence,
            ...(told.because && { because: told.because }),
          },
        ]
      : [],
  );
  return { names: names.length, byEvidence, ...(places.length > 0 && { places }) };
}
