import ts from 'typescript';
import { isReadTwiceSafely, nameText } from '../../resolve/syntax';
import { replaced } from '../../rewrite/edits';
import type { Alternative, Outcome } from '../../rewrite/transform';
import {
  isLegacy,
  isProperty,
  keyRenamed,
  MODERN_KEYS,
  type Property,
  rule,
  valueGiven,
  withoutProperty,
} from './funding-properties';

/** @param name name of the reviewed key */
export function bothKeys(name: string, choices: readonly Alternative[] = []): Outcome {
  return {
    status: 'review',
    reason: `This funding has ${rule.legacy} and ${name} with different values: decide which one identifies it, and keep that one as ${rule.reviewed}`,
    choices,
  };
}

/** The choices for a literal with both keys: a person decides which value identifies the funding. */
export function oneOf(
  literal: ts.ObjectLiteralExpression,
  legacy: Property,
  modern: Property,
): Alternative[] {
  const shown = (property: Property) => valueGiven(property).getText().replace(/\s+/g, ' ').slice(0, 40);
  const isOneOfTwo = literal.properties.filter((each) => isProperty(each) && isIdentity(each)).length === 2;
  // Getters and computed keys are left to a person.
  if (!isOneOfTwo || ![legacy, modern].every(isPlain)) return [];
  return [
    {
      choice: 'keep-transaction-reference',
      text: `${shown(modern)} identifies the funding: ${rule.legacy} goes`,
      outcome: { status: 'rewritten', edits: [withoutProperty(literal, legacy)] },
    },
    {
      choice: 'keep-reference',
      text: `${shown(legacy)} identifies the funding: it becomes ${rule.reviewed}, and ${shown(modern)} goes`,
      outcome: { status: 'rewritten', edits: [withoutProperty(literal, modern), keyRenamed(legacy)] },
    },
  ];
}

const isIdentity = (property: Property): boolean => {
  const name = nameText(property.name) ?? '';
  return isLegacy(name) || MODERN_KEYS.has(name);
};

const isPlain = (property: Property): boolean =>
  !ts.isGetAccessorDeclaration(property) && !ts.isComputedPropertyName(property.name);

/** Other code reads the body, too, so a person decides whether those readers allow the renaming. */
export function goesElsewhere(name: string, inSight: Outcome): Outcome {
  return {
    status: 'review',
    reason: `${name} goes elsewhere too: rename ${rule.legacy} to ${rule.reviewed} where every reader of it can follow`,
    choices:
      inSight.status === 'rewritten'
        ? [
            {
              choice: 'rename',
              text: `no other reader of ${name} needs ${rule.legacy}: it is renamed here`,
              outcome: inSight,
            },
          ]
        : [],
  };
}

/** The body is built out of sight, so a person decides whether it is renamed on its way into the call. */
export function builtOutOfSight(body: ts.Expression, type: ts.Type, checker: ts.TypeChecker): Outcome {
  const text = body.getText();
  const isOpen = (type.flags & ts.TypeFlags.Any) !== 0;
  const isNamed = checker.getPropertyOfType(type, rule.legacy) !== undefined;
  const edit = replaced(
    body,
    `{ ...${text}, ${rule.reviewed}: ${text}.${rule.legacy}, ${rule.legacy}: undefined }`,
  );
  return {
    status: 'review',
    reason: OUT_OF_SIGHT,
    choices:
      isReadTwiceSafely(body) && (isOpen || isNamed)
        ? [
            {
              choice: 'rename-here',
              text: `${text} is an object with ${rule.legacy}, and without ${rule.reviewed}: it is renamed on its way`,
              outcome: { status: 'rewritten', edits: [edit] },
            },
          ]
        : [],
  };
}

/** Whether a literal takes the legacy key out of what it spreads: `{ ...body, reference: undefined }`. */
export function dropsLegacy({ properties }: ts.ObjectLiteralExpression): boolean {
  const named = properties.findLastIndex((each) => isProperty(each) && isLegacy(nameText(each.name) ?? ''));
  const spread = properties.findLastIndex(ts.isSpreadAssignment);
  const last = properties[named];
  return (
    named > spread &&
    spread >= 0 &&
    last !== undefined &&
    ts.isPropertyAssignment(last) &&
    ts.isIdentifier(last.initializer) &&
    last.initializer.text === 'undefined'
  );
}

export const OUT_OF_SIGHT = `The body of this funding is not in sight: where it is built, write ${rule.reviewed} instead of ${rule.legacy}`;

/** Removes the choices: they do not handle later assignments to the variable. */
export const withoutChoices = (outcome: Outcome): Outcome =>
  outcome.status === 'review' ? { status: 'review', reason: outcome.reason } : outcome;
