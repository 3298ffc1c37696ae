import ts from 'typescript';
import type { MethodRule } from 'zentra-compat/contract';
import type { NamedOccurrence, Occurrence } from '../../resolve/occurrences';
import { type Edit, inserted, replaced } from '../../rewrite/edits';
import type { Draft, Transform } from '../../rewrite/transform';

/** The codemod of a rule whose reviewed method takes every argument of the legacy one: a new name is the whole change. */
export function renameTransform(rule: MethodRule): Transform {
  return {
    rule: rule.id,
    rewrite(occurrence) {
      if (!isOf(occurrence, rule)) return [];
      return [
        {
          ...siteOf(occurrence),
          notes: [...(rule.note ? [rule.note] : []), ...resultNotes(occurrence)],
          outcome: undecided(occurrence) ?? {
            status: 'rewritten',
            edits: [renamed(occurrence.name, rule.reviewed)],
          },
        },
      ];
    },
  };
}

export function isOf(occurrence: Occurrence, rule: MethodRule): occurrence is NamedOccurrence {
  return occurrence.kind === 'named' && occurrence.rule.id === rule.id;
}

export function siteOf({ rule, name }: NamedOccurrence): Pick<Draft, 'rule' | 'code' | 'anchor' | 'extent'> {
  return { rule: rule.id, code: rule.code, anchor: name, extent: name };
}

/** The review that an occurrence needs whatever the rule, because its receiver is not certainly Zentra's. */
export function undecided(
  occurrence: Occurrence,
  receiver = receiverText(occurrence),
): { status: 'review'; reason: string } | undefined {
  switch (occurrence.verdict.origin) {
    case 'sdk':
      return undefined;
    case 'partly':
      return {
        status: 'review',
        reason: `${receiver} is Zentra's in some cases and another library's in others: separate the two, then migrate again`,
      };
    case 'unseen':
    case 'unknown':
    case 'unloaded':
      return {
        status: 'review',
        reason: `${receiver} is untyped, so it cannot be told whether it is Zentra's: give it the type Zentra, or name its client with --assume-client, then migrate again`,
      };
  }
}

function receiverText(occurrence: Occurrence): string {
  const node = receiverOf(occurrence);
  const text = node?.getText().replace(/\s+/g, ' ') ?? 'the receiver';
  return text.length > 60 ? 'the receiver' : text;
}

function receiverOf(occurrence: Occurrence): ts.Node | undefined {
  switch (occurrence.kind) {
    case 'dynamic':
      return ts.isElementAccessExpression(occurrence.member) ? occurrence.member.expression : undefined;
    case 'funding': {
      const callee = occurrence.call.expression;
      return ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
    }
    case 'named': {
      const { parent } = occurrence.name;
      if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
        return parent.expression;
      return undefined;
    }
  }
}

/** A name's token with another name in it, in the quotes that it has. */
export function renamed(token: ts.Identifier | ts.StringLiteralLike, name: string): Edit {
  if (ts.isStringLiteralLike(token)) {
    return { start: token.getStart() + 1, end: token.getEnd() - 1, text: name };
  }
  const { parent } = token;
  // `{ freeze }` stands for a key and a variable; the variable keeps its name.
  const isShorthand =
    ts.isShorthandPropertyAssignment(parent) || (ts.isBindingElement(parent) && !parent.propertyName);
  return isShorthand ? inserted(token.getStart(), `${name}: `) : replaced(token, name);
}

/** The call that an accessed method is the callee of. */
export function callOf(occurrence: NamedOccurrence): ts.CallExpression | undefined {
  if (occurrence.form !== 'access') return undefined;
  let node: ts.Node = occurrence.name.parent;
  while (ts.isParenthesizedExpression(node.parent) || ts.isNonNullExpression(node.parent)) node = node.parent;
  return ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : undefined;
}

function resultNotes(occurrence: NamedOccurrence): string[] {
  const call = callOf(occurrence);
  if (!call || !readsStatus(call)) return [];
  return [
    `This code reads the result as the old card: the reviewed operation answers "accepted", not "done". Read the card's state afterwards instead`,
  ];
}

/** Whether the result's `status` is read, directly or through the name that it is given. */
function readsStatus(call: ts.CallExpression): boolean {
  let node: ts.Node = call;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    return (
      parent.name.text === 'status' || (parent.name.text === 'then' && handlerReadsStatus(parent.parent))
    );
  }
  const name = ts.isVariableDeclaration(parent) ? parent.name : assignedName(parent, node);
  return name !== undefined && readsStatusOf(name, scopeOf(parent));
}

/** `.then((card) => card.status)` */
function handlerReadsStatus(then: ts.Node): boolean {
  const [handler] = ts.isCallExpression(then) ? then.arguments : [];
  if (!handler || !(ts.isArrowFunction(handler) || ts.isFunctionExpression(handler))) return false;
  const [parameter] = handler.parameters;
  return parameter !== undefined && readsStatusOf(parameter.name, handler.body);
}

function assignedName(parent: ts.Node, value: ts.Node): ts.Identifier | undefined {
  const isAssignment =
    ts.isBinaryExpression(parent) &&
    parent.right === value &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssignment && ts.isIdentifier(parent.left) ? parent.left : undefined;
}

function scopeOf(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node, (ancestor) => ts.isFunctionLike(ancestor) || ts.isSourceFile(ancestor));
}

function readsStatusOf(name: ts.BindingName, scope: ts.Node | undefined): boolean {
  if (ts.isObjectBindingPattern(name)) {
    return name.elements.some((element) => (element.propertyName ?? element.name).getText() === 'status');
  }
  const variable = name.getText();
  let found = false;
  const visit = (child: ts.Node): void => {
    found ||=
      ts.isPropertyAccessExpression(child) &&
      child.name.text === 'status' &&
      ts.isIdentifier(child.expression) &&
      child.expression.text === variable;
    if (!found) ts.forEachChild(child, visit);
  };
  if (scope) visit(scope);
  return found;
}
