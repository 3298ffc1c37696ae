import ts from 'typescript';
import { ownCause } from './causes/own-cause';
import type { Context } from './context';
import { doorsBehind } from './doors';
import { type ComputedMember, computedName, verdictOnDynamic } from './dynamic-members';
import { textHoldsEscapes } from './escapes';
import { verdictOnFake, verdictOnFakeReceiver } from './fake-modules';
import { expectedTypes, type Fake, memberOfAny } from './fakes';
import { askValues } from './flow/answer';
import { Flow, type Sight } from './flow/flow';
import { idOf } from './flow/objects';
import { bodyOf, calleeOf, holdsUntyped, mayBeFunding, verdictOnFunding } from './fundings';
import { type HandedEnd, type HandedOver, handedOverIn } from './handed-over';
import { firstTime } from './once-each';
import { createOrigins } from './origin';
import { verdictOnOwnFake } from './own-fakes';
import { destructuredFrom } from './patterns';
import { legacyTokens, methodIn, type NameToken, type Place, placeOf, reviewedTokens } from './places';
import type { Resolution } from './program';
import { clientNameOf, verdictOnPattern, verdictOnReceiver } from './receivers';
import type { LegacyMethod } from './sdk';
import { specifiersOf } from './specifiers-of';
import { standsForSdk } from './stand-ins';
import { visitWithin } from './syntax';
import type { Unit } from './unit';
import { isUntyped } from './untyped';
import { type Verdict, verdict } from './verdict';
import { placesOf, visitPlaces } from './visit-places';
import { vocabularyOf } from './vocabulary';

interface Located {
  unit: Unit;
  source: ts.SourceFile;
  /** Never `elsewhere`: such names are left alone. */
  verdict: Verdict;
}

/** An occurrence of a legacy method's name. */
export interface NamedOccurrence extends Located {
  kind: 'named';
  rule: LegacyMethod;
  /** The token of the name: an identifier or a string. */
  name: ts.Identifier | ts.StringLiteralLike;
  /**
   * - `access`: `cards.freeze`, `cards['freeze']`
   * - `binding`: `{ freeze }` or `{ freeze: f }` from `cards`
   * - `key`: a fake's own member
   * - `string`: the name as data or as a type, `spyOn(cards, 'freeze')`
   */
  form: 'access' | 'binding' | 'key' | 'string';
}

/** A call that funds a card, with any arguments. */
export interface FundingOccurrence extends Located {
  kind: 'funding';
  call: ts.CallExpression;
  /** The argument with the body; `undefined` if arguments are spread. */
  body: ts.Expression | undefined;
}

/** `cards[name]`, with a name that is computed at run time. */
export interface DynamicOccurrence extends Located {
  kind: 'dynamic';
  /** The expression of the name. */
  name: ts.Expression;
  member: ComputedMember;
}

/** A client's namespace that is handed on to where no name in the code tells which methods of it are called. */
export interface HandedOccurrence extends Located {
  kind: 'handed';
  /** The namespace's name, where it is taken out of the client. */
  name: ts.Identifier;
  end: HandedEnd;
}

/** A reviewed method's name on a client, which an earlier run may have written. */
export interface RenamedOccurrence extends Located {
  kind: 'renamed';
  name: NameToken;
}

export type Occurrence =
  | NamedOccurrence
  | FundingOccurrence
  | DynamicOccurrence
  | HandedOccurrence
  | RenamedOccurrence;

export interface OccurrenceFinderOptions {
  resolution: Resolution;
  /** The files through which values are followed; by default a single file that any other may import. */
  sight?: Sight;
  /** Names that a person declared to be clients. */
  assumeClients: ReadonlySet<string>;
  /** Absolute paths of the files that replace the SDK's module by its name. */
  standIns?: ReadonlySet<string>;
  /** Whether to find reviewed names, too. */
  seeksRenamed?: boolean;
}

/** The legacy uses of a program. Caches are shared between units. */
export interface OccurrenceFinder {
  /**
   * Every occurrence in a unit, in the order of the text.
   *
   * @param isFinal whether no further files will be loaded, so that a missing value stays unknown
   */
  occurrencesIn(unit: Unit, isFinal: boolean): Occurrence[];
  /** Lets further questions cost as much as those so far, whose answers are kept. */
  renew(): void;
}

const ALONE: Sight = {
  isPublic: () => true,
  hasWriters: () => true,
  hasReaders: () => true,
  hasFile: () => true,
  hasTakers: () => true,
  hasImporters: () => true,
  hasNamespaces: () => true,
  isLookedThrough: () => true,
  searched: () => 0,
};

export function createOccurrenceFinder({
  resolution,
  sight = ALONE,
  assumeClients,
  standIns = new Set(),
  seeksRenamed = false,
}: OccurrenceFinderOptions): OccurrenceFinder {
  const flow = new Flow(resolution, sight);
  return {
    renew: () => flow.table.renew(),
    occurrencesIn(unit, isFinal) {
      const source = resolution.source(unit.name);
      if (!source) return [];
      const standsFor = (names: readonly string[]) => standsForSdk(standIns, unit.file, names);
      const shared = { resolution, flow, assumeClients, isFinal, standsForSdk: standsFor };
      return occurrencesIn(unit, source, seeksRenamed, shared);
    },
  };
}

function occurrencesIn(
  unit: Unit,
  source: ts.SourceFile,
  seeksRenamed: boolean,
  shared: Pick<Context, 'resolution' | 'flow' | 'assumeClients' | 'isFinal' | 'standsForSdk'>,
): Occurrence[] {
  const { resolution } = shared;
  const { checker, sdk } = resolution;
  const context: Context = {
    unit,
    source,
    sdk,
    checker,
    vocabulary: vocabularyOf(sdk),
    origins: createOrigins(resolution),
    ...shared,
    ownFlow: firstTime(() => new Flow({ ...resolution, sources: () => [source] }, ALONE)),
    isComplete: loadedWhole(source, resolution),
  };
  const tokens = legacyTokens(source, unit.text.length, context.vocabulary);
  const named = tokens.flatMap((token) => namedAt(token, context));
  const renamed = fakesMembers(named, tokens, context);
  // A funding method that is stored under another name, or spelled with escapes, may be called by any name.
  const isHidden = context.vocabulary.fundingAlias.test(unit.text) || textHoldsEscapes(unit.text);
  const shapes = shapesIn(context, isHidden);
  const fundings = shapes.calls.flatMap((call) => fundingAt(call, context));
  const dynamics = shapes.computed.flatMap((shape) => dynamicAt(shape, context));
  const migrated = seeksRenamed
    ? reviewedTokens(source, unit.text.length, context.vocabulary).flatMap((token) =>
        migratedAt(token, context),
      )
    : [];
  const handed = handedOverIn(context).flatMap((place) => handedAt(place, context));
  return [...named, ...renamed, ...fundings, ...dynamics, ...handed, ...migrated].sort(
    (a, b) => anchorOf(a) - anchorOf(b),
  );
}

function loadedWhole(source: ts.SourceFile, resolution: Resolution): boolean {
  return specifiersOf(source).every(({ text }) => resolution.target(text, source).loaded);
}

/** Offset that represents an occurrence when sorting. */
function anchorOf(occurrence: Occurrence): number {
  const anchor = occurrence.kind === 'funding' ? occurrence.call : occurrence.name;
  return anchor.getStart(occurrence.source);
}

/** The verdict with the doors behind the asked node; `undefined` if the verdict is `elsewhere`. */
function located(found: Verdict, asked: ts.Node, context: Context): Located | undefined {
  const { unit, source, resolution } = context;
  if (found.origin === 'elsewhere') return undefined;
  const isOurs = found.origin === 'sdk' || found.origin === 'partly';
  const doors = isOurs && found.doors.length === 0 ? doorsBehind(asked, resolution) : found.doors;
  return { unit, source, verdict: { ...found, doors, ...(!isOurs && causesOf(found, asked, context)) } };
}

/** The causes of an unknown receiver; its own declaration if nothing is known at all. */
function causesOf(
  { origin, causes }: Verdict,
  asked: ts.Node,
  { checker, sdk }: Context,
): Pick<Verdict, 'causes' | 'client'> | undefined {
  if (origin === 'unseen') return undefined;
  const client = ts.isExpression(asked) ? clientNameOf(asked, sdk.namespace) : undefined;
  return {
    causes: causes ?? [ownCause(asked, 'nothing in sight says what it is', checker)],
    ...(client !== undefined && { client }),
  };
}

function namedAt(token: NameToken, context: Context): NamedOccurrence[] {
  const place = placeOf(token);
  if (!place) return [];
  const location = located(verdictOnPlace(place, token, context), askedOf(place), context);
  if (!location) return [];
  const rule = context.vocabulary.methodNamed(methodIn(token))!;
  return [{ kind: 'named', ...location, rule, name: token, form: place.form }];
}

/** A reviewed name that certainly belongs to the SDK, or may do so once further files are loaded. */
function migratedAt(token: NameToken, context: Context): RenamedOccurrence[] {
  const place = placeOf(token);
  if (place?.form !== 'access' && place?.form !== 'binding') return [];
  const location = located(verdictOnPlace(place, token, context), askedOf(place), context);
  const isWorthAsking = location?.verdict.origin === 'sdk' || location?.verdict.origin === 'unloaded';
  return location && isWorthAsking ? [{ kind: 'renamed', ...location, name: token }] : [];
}

function fundingAt(call: ts.CallExpression, context: Context): FundingOccurrence[] {
  const found = verdictOnFunding(call, context);
  // Most calls that look like fundings are not the SDK's, so their arguments need no check.
  if (found.origin === 'elsewhere') return [];
  const body = bodyOf(call, context);
  const isOpen = !context.isComplete && body !== undefined && holdsUntyped(body, context.checker);
  const location = located(isOpen ? verdict('unloaded') : found, calleeOf(call), context);
  return location ? [{ kind: 'funding', ...location, call, body }] : [];
}

function dynamicAt({ name, member }: Shapes['computed'][number], context: Context): DynamicOccurrence[] {
  const asked = ts.isBindingElement(member) ? member.parent : member.expression;
  const location = located(verdictOnDynamic(name, member, context), asked, context);
  return location ? [{ kind: 'dynamic', ...location, name, member }] : [];
}

function handedAt(
  { name, namespace, verdict: found, end }: HandedOver,
  context: Context,
): HandedOccurrence[] {
  const location = located(found, namespace, context);
  return location ? [{ kind: 'handed', ...location, name, end }] : [];
}

/** The node whose origin decides about a place. */
function askedOf(place: Place): ts.Node {
  switch (place.form) {
    case 'access':
      return place.receiver;
    case 'binding':
      return destructuredFrom(place.pattern) ?? place.pattern;
    case 'key':
      return place.owner;
    case 'string':
      if ('root' in place) return place.root;
      return 'member' in place ? place.member : place.cards;
  }
}

function verdictOnPlace(place: Place, token: NameToken, context: Context): Verdict {
  const { checker, origins } = context;
  switch (place.form) {
    case 'access': {
      const found = verdictOnReceiver(place.receiver, token.text, context);
      const ofFake =
        found.origin === 'elsewhere' ? verdictOnFakeReceiver(place.receiver, token.text, context) : undefined;
      return ofFake ?? found;
    }
    case 'binding': {
      return verdictOnPattern(place.pattern, token.text, context);
    }
    case 'key': {
      const types = expectedTypes(place.owner, checker);
      if (!context.isComplete && types.some(isUntyped)) return verdict('unloaded');
      const member = memberOfAny(types, token.text, checker);
      // For a type parameter, the contextual type is the literal's own type: `Object.assign(cards, { … })`.
      const isOwn = member?.declarations?.some(({ parent }) => parent === place.owner);
      if (!member || isOwn) return verdictOnFake(place.owner, token.text, context);
      const origin = origins.ofMember(member);
      return origin === 'elsewhere' ? verdictOnTypedFake(place.owner, token.text, context) : verdict(origin);
    }
    case 'string': {
      if ('root' in place) return verdictOnPath(place.root, place.path, context);
      if ('member' in place) {
        const member = checker.getSymbolAtLocation(place.member);
        return verdict(member || context.isComplete ? origins.ofMember(member) : 'unloaded');
      }
      if (ts.isExpression(place.cards)) return verdictOnReceiver(place.cards, token.text, context);
      const type = checker.getTypeAtLocation(place.cards);
      if (isUntyped(type)) return verdict(context.isComplete ? 'elsewhere' : 'unloaded');
      return verdict(origins.ofMember(checker.getPropertyOfType(type, token.text)));
    }
  }
}

/** A fake with a type of the customer's own, which has the legacy name, too. */
function verdictOnTypedFake(owner: Fake, method: string, context: Context): Verdict {
  const found = verdictOnOwnFake(owner, method, context);
  return found.origin === 'sdk' ? { ...found, origin: 'partly', isOfOwnInterface: true } : found;
}

/** `cards.freeze` of a value; permissions and events have such names, too, so the value must be known. */
function verdictOnPath(root: ts.Expression, path: readonly string[], context: Context): Verdict {
  const { flow, isFinal } = context;
  const owners = path.slice(0, -1);
  const { isOurs, isOthers, causes, doors, isIncomplete } = askValues(
    flow,
    {
      key: `path:${idOf(root)}:${path.join('.')}`,
      read: () => flow.along(flow.objectsOf(root, undefined), owners),
      at: root,
    },
    path.at(-1)!,
  );
  if (isIncomplete && !isFinal) return verdict('unloaded');
  if (!isOurs) return verdict('elsewhere');
  if (isOthers) return { origin: 'partly', doors };
  return causes.length > 0 ? { origin: 'unknown', doors, causes, beside: 'sdk' } : { origin: 'sdk', doors };
}

/** Uses of a fake's own members, which are renamed together with the fake. */
function fakesMembers(
  named: readonly NamedOccurrence[],
  tokens: readonly NameToken[],
  { unit, source, checker, vocabulary }: Context,
): NamedOccurrence[] {
  const fakes = new Map<ts.Node, NamedOccurrence>(
    named.filter(({ form }) => form === 'key').map((fake) => [memberOf(fake.name), fake]),
  );
  if (fakes.size === 0) return [];
  const known = new Set<ts.Node>(named.map(({ name }) => name));
  return tokens.flatMap((token): NamedOccurrence[] => {
    const place = known.has(token) ? undefined : placeOf(token);
    if (place?.form !== 'access') return [];
    const symbol = checker.getPropertyOfType(checker.getTypeAtLocation(place.receiver), token.text);
    const member = symbol?.declarations?.find((declaration) => fakes.has(declaration));
    if (!member) return [];
    const { doors } = fakes.get(member)!.verdict;
    const rule = vocabulary.methodNamed(token.text)!;
    return [
      { kind: 'named', unit, source, verdict: { origin: 'sdk', doors }, rule, name: token, form: 'access' },
    ];
  });
}

/** The member whose name a token is. */
function memberOf(name: ts.Node): ts.Node {
  return ts.isComputedPropertyName(name.parent) ? name.parent.parent : name.parent;
}

interface Shapes {
  calls: ts.CallExpression[];
  computed: Pick<DynamicOccurrence, 'name' | 'member'>[];
}

/** Nodes that may be a funding or a dynamic member, by their syntax. */
function shapesIn({ source, unit, vocabulary }: Context, isAliased: boolean): Shapes {
  const end = unit.text.length;
  const found: Shapes = { calls: [], computed: [] };
  const visitor = (node: ts.Node) => {
    if (ts.isCallExpression(node)) {
      if (mayBeFunding(node, isAliased, vocabulary)) found.calls.push(node);
      return;
    }
    const name = computedName(node);
    if (name) found.computed.push({ name, member: node as ComputedMember });
  };
  if (isAliased) visitWithin(source, end, visitor);
  else visitPlaces(source, placesOf(source.text, vocabulary.shapes, end), visitor);
  return found;
}
