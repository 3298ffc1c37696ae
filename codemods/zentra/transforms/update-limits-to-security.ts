import ts from 'typescript';
import {
  documentedLimits,
  identityKeys,
  limitContainers,
  limitOptionNames,
  methodRules,
  type SpendingLimit,
  spendingLimitNamed,
} from 'zentra-compat/contract';
import { isAmbient } from '../../resolve/ambient';
import { isReadTwiceSafely, nameText, unwrapped } from '../../resolve/syntax';
import { type Edit, inserted, replaced } from '../../rewrite/edits';
import type { Alternative, Context, Outcome, Transform } from '../../rewrite/transform';

import { SPENDING_LIMITS_FROM } from '../names';
import { callOf, isOf, renamed, siteOf, undecided } from './rename';

const rule = methodRules.find(({ arguments: kind }) => kind === 'limits')!;

const CARD_KEYS: ReadonlySet<string> = new Set(identityKeys);
const UNIT_KEYS: ReadonlySet<string> = new Set(limitOptionNames);

export const transform: Transform = {
  rule: rule.id,
  rewrite(occurrence, context) {
    if (!isOf(occurrence, rule)) return [];
    const call = callOf(occurrence);
    const outcome = undecided(occurrence) ?? (call ? rewriteCall(call, context) : notCalled(occurrence.form));
    const name = renamed(occurrence.name, rule.reviewed);
    return [
      {
        ...siteOf(occurrence),
        extent: call ?? occurrence.name,
        notes: outcome.status === 'rewritten' ? outcome.notes : [],
        outcome: renamedIn(outcome, name),
      },
    ];
  },
};

type Rewrite =
  | Extract<Outcome, { status: 'review' }>
  | (Extract<Outcome, { status: 'rewritten' }> & { notes: readonly string[] });

function review(reason: string, choices: readonly Alternative[] = []): Rewrite {
  return { status: 'review', reason, ...(choices.length > 0 && { choices }) };
}

function notCalled(form: string): Rewrite {
  const what = form === 'key' ? 'A fake of updateLimits' : 'updateLimits without its call';
  return review(
    `${what} cannot be renamed alone, because updateSecurity takes { spending_limits } instead of limits: write it for updateSecurity by hand`,
  );
}

/** Adds the renaming of the method to every rewrite, including those that a person may choose. */
function renamedIn(outcome: Rewrite, name: Edit): Outcome {
  if (outcome.status === 'rewritten') return { ...outcome, edits: [name, ...outcome.edits] };
  const choices = outcome.choices?.map((each) => ({
    ...each,
    outcome: { ...each.outcome, edits: [name, ...each.outcome.edits] },
  }));
  return choices ? { ...outcome, choices } : outcome;
}

function rewriteCall(call: ts.CallExpression, context: Context): Rewrite {
  const [first, second, third] = call.arguments;
  if (!first || call.arguments.some(ts.isSpreadElement)) {
    return review('The arguments are not in sight: call updateSecurity(card, { spending_limits }) by hand');
  }
  const callsBack = third !== undefined && isFunction(unwrapped(third));
  const units = third && !callsBack ? unitOptions(unwrapped(third)) : 'none';
  // Options with both keys override the client's.
  if (
    context.clientOptions.has('limitUnit') &&
    !(units === 'units' && propertyCount(third!) === UNIT_KEYS.size)
  ) {
    const inMinorUnits = rewriteCall(call, { ...context, clientOptions: NO_OPTIONS });
    return review(
      'A client of this repository sets limitUnit, and updateSecurity takes minor units only: write the amounts in minor units, or convert them with spendingLimitsFrom(limits, { limitUnit, currency })',
      inMinorUnits.status === 'review'
        ? inMinorUnits.choices
        : choice(
            'minor-units',
            'this client sets no limitUnit: its amounts are in minor units',
            inMinorUnits,
          ),
    );
  }
  if (!second) return rewriteSingle(call, unwrapped(first), context);
  const limits = { call, limits: second, callsBack };
  if (units === 'unknown') {
    const options = third!.getText().replace(/\s+/g, ' ').slice(0, 40);
    return review(
      'The options are not in sight: convert the limits with spendingLimitsFrom(limits, options) by hand',
      [
        ...choice(
          'units',
          `${options} holds limitUnit and currency, and nothing else`,
          convertedAtRunTime({ ...limits, units: third }, context),
        ),
        ...choice(
          'no-units',
          `${options} holds neither limitUnit nor currency: the limits are in minor units`,
          rewriteLimits({ ...limits, units: undefined }, context),
        ),
      ],
    );
  }
  return rewriteLimits({ ...limits, units: units === 'units' ? third : undefined }, context);
}

const NO_OPTIONS: ReadonlySet<string> = new Set();

/** The arguments of a call that concern limits. */
interface Limits {
  call: ts.CallExpression;
  limits: ts.Expression;
  /** The options argument, if it sets only the unit of the limits. */
  units: ts.Expression | undefined;
  /** Whether a Node callback follows. */
  callsBack: boolean;
}

function rewriteLimits({ call, limits: given, units, callsBack }: Limits, context: Context): Rewrite {
  const limits = unwrapped(given);
  const literal =
    units === undefined && ts.isObjectLiteralExpression(limits) && !hasTypeOfItsOwn(given)
      ? rewriteLiteral(limits)
      : undefined;
  if (!literal && callsBack) {
    return review(
      'spendingLimitsFrom throws at once where updateLimits calls back with the error: convert the limits with it by hand, and hand what it throws to the callback',
    );
  }
  return literal ?? convertedAtRunTime({ call, limits: given, units, callsBack }, context);
}

/** A choice for a person; empty if there is no rewrite for it. */
function choice(word: string, text: string, outcome: Rewrite): Alternative[] {
  if (outcome.status !== 'rewritten') return [];
  return [{ choice: word, text, outcome, notes: outcome.notes }];
}

/** Whether an argument is a Node callback. */
const isFunction = (node: ts.Expression): boolean =>
  ts.isFunctionExpression(node) || ts.isArrowFunction(node);

function propertyCount(options: ts.Expression): number {
  const literal = unwrapped(options);
  return ts.isObjectLiteralExpression(literal) ? literal.properties.length : 0;
}

/** `{ daily: 1 } satisfies Limits`: the type requires the legacy keys, so they cannot be renamed. */
function hasTypeOfItsOwn(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return hasTypeOfItsOwn(node.expression);
  return (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) || ts.isSatisfiesExpression(node);
}

/** Whether options may change the unit of the limits. */
function unitOptions(options: ts.Expression): 'none' | 'units' | 'unknown' {
  if (ts.isIdentifier(options) && options.text === 'undefined') return 'none';
  if (!ts.isObjectLiteralExpression(options)) return 'unknown';
  const names = options.properties.map((property) => property.name && nameText(property.name));
  if (names.some((name) => name === undefined)) return 'unknown';
  const units = names.filter((name) => UNIT_KEYS.has(name!)).length;
  if (units === 0) return 'none';
  return units === names.length ? 'units' : 'unknown';
}

/** `{ daily: 1 }` → `{ spending_limits: { daily_minor: 1 } }`, if every key is known. */
function rewriteLiteral(literal: ts.ObjectLiteralExpression): Rewrite | undefined {
  const container = containerOf(literal);
  if (container) {
    const inner = limitEdits(container.value.properties);
    if (inner === undefined || 'status' in inner) return inner;
    return rewritten([...renamedKey(container.property, 'spending_limits'), ...inner.edits], inner.limits);
  }
  const keys = limitEdits(literal.properties);
  if (keys === undefined || 'status' in keys) return keys;
  return rewritten(
    [inserted(literal.getStart(), '{ spending_limits: '), ...keys.edits, inserted(literal.getEnd(), ' }')],
    keys.limits,
  );
}

/** `updateLimits({ card_id, daily: 1 })`: one object contains the card and the limits. */
function rewriteSingle(call: ts.CallExpression, argument: ts.Expression, context: Context): Rewrite {
  const reason =
    'The card and its limits come in one object that is not in sight: call updateSecurity(card, { spending_limits }) by hand';
  if (!ts.isObjectLiteralExpression(argument)) return review(reason, cardApart(call, argument, context));
  const outOfSight = review(reason);
  const card: ts.ObjectLiteralElementLike[] = [];
  const rest: ts.ObjectLiteralElementLike[] = [];
  for (const property of argument.properties) {
    const name = property.name && nameText(property.name);
    if (name === undefined || UNIT_KEYS.has(name)) return outOfSight;
    (CARD_KEYS.has(name) ? card : rest).push(property);
  }
  if (card.length !== 1 || rest.length === 0) return outOfSight;
  const [only] = rest;
  const container = rest.length === 1 ? asContainer(only!) : undefined;
  const keys = limitEdits(container ? container.value.properties : rest);
  if (keys === undefined)
    return (rest.length === 1 && containedAtRunTime(call, only!, context)) || outOfSight;
  if ('status' in keys) return keys;
  if (container) {
    return rewritten([...renamedKey(container.property, 'spending_limits'), ...keys.edits], keys.limits);
  }
  const order = argument.properties.map((property) => rest.includes(property));
  if (order.lastIndexOf(true) - order.indexOf(true) !== rest.length - 1) return outOfSight;
  return rewritten(
    [
      inserted(rest[0]!.getStart(), 'spending_limits: { '),
      ...keys.edits,
      inserted(rest[rest.length - 1]!.getEnd(), ' }'),
    ],
    keys.limits,
  );
}

function rewritten(edits: readonly Edit[], limits: ReadonlySet<SpendingLimit>): Rewrite {
  const undocumented = [...limits].filter((limit) => !documentedLimits.includes(limit));
  const notes = undocumented.map(
    (limit) => `${limit}: the provider's reference documents ${documentedLimits.join(' and ')} only`,
  );
  return { status: 'rewritten', edits, notes };
}

/** Renames the keys. `undefined` if a key is computed at run time, or two keys name the same limit. */
function limitEdits(
  properties: readonly ts.ObjectLiteralElementLike[],
): { edits: Edit[]; limits: Set<SpendingLimit> } | Extract<Rewrite, { status: 'review' }> | undefined {
  const edits: Edit[] = [];
  const limits = new Set<SpendingLimit>();
  for (const property of properties) {
    const key = property.name && nameText(property.name);
    if (
      key === undefined ||
      !(ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property))
    ) {
      return undefined;
    }
    const limit = spendingLimitNamed(key);
    if (!limit) {
      if ((limitContainers as readonly string[]).includes(key)) return undefined;
      return {
        status: 'review',
        reason: `${JSON.stringify(key)} is no limit that is known, and updateLimits refuses it at run time: name it daily_minor or monthly_minor, or remove it`,
      };
    }
    if (limits.has(limit)) return undefined;
    limits.add(limit);
    edits.push(...renamedKey(property, limit));
  }
  return { edits, limits };
}

function renamedKey(property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, name: string): Edit[] {
  const key = ts.isComputedPropertyName(property.name) ? property.name.expression : property.name;
  if (!(ts.isIdentifier(key) || ts.isStringLiteralLike(key)) || key.text === name) return [];
  return [renamed(key, name)];
}

function containerOf(literal: ts.ObjectLiteralExpression): ReturnType<typeof asContainer> {
  const [only] = literal.properties;
  return literal.properties.length === 1 && only ? asContainer(only) : undefined;
}

/** `limits: { … }` */
function asContainer(
  property: ts.ObjectLiteralElementLike,
): { property: ts.PropertyAssignment; value: ts.ObjectLiteralExpression } | undefined {
  if (!ts.isPropertyAssignment(property)) return undefined;
  const key = nameText(property.name);
  const value = unwrapped(property.initializer);
  return key !== undefined &&
    (limitContainers as readonly string[]).includes(key) &&
    ts.isObjectLiteralExpression(value)
    ? { property, value }
    : undefined;
}

/** `limits` → `{ spending_limits: spendingLimitsFrom(limits) }` */
function convertedAtRunTime({ call, limits, units }: Limits, { checker }: Context): Rewrite {
  const converter = converterNamed(call, checker);
  if (converter === undefined) {
    return review(
      `${SPENDING_LIMITS_FROM} is the name of something else here: import zentra-compat's under another name and convert the limits with it`,
    );
  }
  const converted: Rewrite = {
    status: 'rewritten',
    needs: SPENDING_LIMITS_FROM,
    edits: [
      inserted(limits.getStart(), `{ spending_limits: ${converter}(`),
      inserted((units ?? limits).getEnd(), ') }'),
    ],
    notes: [],
  };
  if (!isChained(call) || isInAsyncFunction(call)) return converted;
  return review(
    'spendingLimitsFrom throws at once where updateLimits rejected, so the handlers of this promise chain would not see invalid limits: await the call in an async function, then migrate again',
    choice('always-valid', 'these limits are never refused: nothing is thrown', converted),
  );
}

/**
 * `updateLimits(params)` → `updateSecurity(params.card_id, { spending_limits: spendingLimitsFrom({ ...params, card_id: undefined }) })`:
 * a choice for each key that may name the card. The converter passes over what is undefined.
 */
function cardApart(call: ts.CallExpression, params: ts.Expression, { checker }: Context): Alternative[] {
  const converter = converterNamed(call, checker);
  const isRejected = isChained(call) && !isInAsyncFunction(call);
  if (!isReadTwiceSafely(params) || converter === undefined || isRejected) return [];
  const type = checker.getTypeAtLocation(params);
  const isOpen = (type.flags & ts.TypeFlags.Any) !== 0;
  const text = params.getText();
  return identityKeys
    .filter((key) => isOpen || checker.getPropertyOfType(type, key) !== undefined)
    .map((key) => ({
      choice: key,
      text: `${text} holds its card as ${key}, limits in minor units, and nothing else`,
      outcome: {
        status: 'rewritten',
        needs: SPENDING_LIMITS_FROM,
        edits: [
          replaced(
            params,
            `${text}.${key}, { spending_limits: ${converter}({ ...${text}, ${key}: undefined }) }`,
          ),
        ],
      },
    }));
}

/** Local name of the converter, which an import may rename. `undefined` if something else has that name. */
function converterNamed(call: ts.CallExpression, checker: ts.TypeChecker): string | undefined {
  const names = checker.getSymbolsInScope(call, ts.SymbolFlags.Value | ts.SymbolFlags.Alias);
  const imported = names.find((symbol) => {
    if (!(symbol.flags & ts.SymbolFlags.Alias)) return false;
    const { name, declarations } = checker.getAliasedSymbol(symbol);
    const [declaration] = declarations ?? [];
    return name === SPENDING_LIMITS_FROM && declaration !== undefined && isAmbient(declaration);
  });
  if (imported) return imported.name;
  return names.some(({ name }) => name === SPENDING_LIMITS_FROM) ? undefined : SPENDING_LIMITS_FROM;
}

/** `{ card_id, limits }` → `{ card_id, spending_limits: spendingLimitsFrom(limits) }` */
function containedAtRunTime(
  call: ts.CallExpression,
  property: ts.ObjectLiteralElementLike,
  { checker }: Context,
): Rewrite | undefined {
  const key = property.name && nameText(property.name);
  const isContainer = key !== undefined && (limitContainers as readonly string[]).includes(key);
  const converter = converterNamed(call, checker);
  if (!isContainer || converter === undefined || (isChained(call) && !isInAsyncFunction(call)))
    return undefined;
  if (ts.isShorthandPropertyAssignment(property)) {
    const value = `spending_limits: ${converter}(${key})`;
    return {
      status: 'rewritten',
      needs: SPENDING_LIMITS_FROM,
      edits: [replaced(property, value)],
      notes: [],
    };
  }
  if (!ts.isPropertyAssignment(property)) return undefined;
  const { initializer } = property;
  const edits = [
    ...renamedKey(property, 'spending_limits'),
    inserted(initializer.getStart(), `${converter}(`),
    inserted(initializer.getEnd(), ')'),
  ];
  return { status: 'rewritten', needs: SPENDING_LIMITS_FROM, edits, notes: [] };
}

function isChained(call: ts.CallExpression): boolean {
  const { parent } = call;
  return (
    ts.isPropertyAccessExpression(parent) &&
    ['then', 'catch', 'finally'].includes(parent.name.text) &&
    ts.isCallExpression(parent.parent)
  );
}

function isInAsyncFunction(node: ts.Node): boolean {
  const owner = ts.findAncestor(node, ts.isFunctionLike);
  if (!owner) return true;
  return ts.canHaveModifiers(owner) && (ts.getCombinedModifierFlags(owner) & ts.ModifierFlags.Async) !== 0;
}
