import ts from 'typescript';
import { isAmbient } from './ambient';
import { ownCause } from './causes/own-cause';
import type { Context } from './context';
import { askFlow, type FlowAnswer, type Subject } from './flow/answer';
import { isOfComponent } from './flow/components';
import type { Flow } from './flow/flow';
import { isMember, memberName, unwrapped } from './syntax';
import { isTypeScript } from './unit';
import { isUntyped } from './untyped';
import { type Cause, type Verdict, verdict } from './verdict';

/**
 * Whether a receiver of unknown origin may be the namespace: by its own name; by the name of a value that flows to it, such as `box` with
 * `keep(client.cards)`; or not at all.
 */
type MayBeNamespace = 'by-name' | 'by-values' | 'no';

/**
 * Refines the verdict of the types by the values that flow to a receiver. In JavaScript an inferred type is no declaration, so
 * values take precedence there.
 *
 * @param asked whether a receiver of unknown origin is reported
 */
export function verdictByValues(
  byTypes: Verdict,
  subject: Subject,
  method: string,
  asked: MayBeNamespace,
  context: Context,
): Verdict {
  const { source, checker, flow, ownFlow, isFinal } = context;
  if (byTypes.origin === 'unloaded') return byTypes;
  const isTyped = isTypeScript(source.fileName);
  if (byTypes.origin === 'sdk') {
    return !isTyped && askFlow(ownFlow(), subject, method).isOthers
      ? { ...byTypes, origin: 'partly' }
      : byTypes;
  }
  if (asked !== 'by-name' && byTypes.origin !== 'partly' && !flow.sight.hasNamespaces(source.fileName))
    return verdict('elsewhere');
  if (byTypes.origin === 'elsewhere' && isOfOwnInterface(subject, method, checker)) {
    const found = partlyBehind(flow.behindInterfaces, subject, method, isFinal);
    if (found) return { ...found, isOfOwnInterface: true };
  }
  if (isTyped && !isOfComponent(subject) && !isUntyped(checker.getTypeAtLocation(subject))) {
    if (byTypes.origin !== 'elsewhere' || !mayHoldAnother(subject, checker)) return byTypes;
    return partlyBehind(flow.behindInference, subject, method, isFinal) ?? byTypes;
  }
  const isNamed = asked === 'by-name';
  const foreign = (): Verdict => {
    if (flow.namespaces.isIncomplete && !isFinal) return verdict('unloaded');
    return byTypes.origin === 'partly' ? byTypes : verdict('elsewhere');
  };
  const few = fewFor(subject);
  let answer = askFlow(flow, subject, method, isNamed ? undefined : few);
  if (!isNamed && answer.isBounded) {
    if (!flow.namespaces.mayBe(subject)) return foreign();
    answer = askFlow(flow, subject, method);
  }
  if (!answer.isIncomplete) return verdictOf(answer, byTypes, asked, context);
  if (!isFinal) return verdict('unloaded');
  const why = 'files that may say more of it do not parse, or are more than are read for one question';
  const unread = ownCause(subject, why, checker);
  return verdictOf({ ...answer, causes: [...answer.causes, unread] }, byTypes, asked, context);
}

/**
 * Questions that a receiver without the namespace's name may cost, such as `worker` of `worker.terminate()`. Past that, it costs more only if
 * a namespace that is kept under another name may lead to it.
 */
const FEW_QUESTIONS = 2_000;
/** `x[name]()` is more common than a legacy method's name, so a question about its receiver may cost less. */
const FEW_OF_COMPUTED = 100;
/** `const item = list[index]` is more common still. */
const FEW_OF_KEPT = 20;

function fewFor(subject: Subject): number {
  if (!isComputed(subject)) return FEW_QUESTIONS;
  const { parent: member } = subject;
  return ts.isCallExpression(member.parent) && member.parent.expression === member
    ? FEW_OF_COMPUTED
    : FEW_OF_KEPT;
}

/** The verdict on a receiver whose type says `elsewhere`, if a client's values flow to it behind that type. */
function partlyBehind(behind: Flow, subject: Subject, method: string, isFinal: boolean): Verdict | undefined {
  const { isOurs, doors, isIncomplete } = askFlow(behind, subject, method);
  if (isIncomplete && !isFinal) return verdict('unloaded');
  return isOurs ? { origin: 'partly', doors } : undefined;
}

/** Whether the customer declares a method in an interface of their own, which a namespace may be passed as. */
function isOfOwnInterface(subject: Subject, method: string, checker: ts.TypeChecker): boolean {
  const { declarations = [] } = checker.getPropertyOfType(checker.getTypeAtLocation(subject), method) ?? {};
  return declarations.some(
    (node) => (ts.isMethodSignature(node) || ts.isPropertySignature(node)) && !isAmbient(node),
  );
}

/**
 * Whether a receiver is taken from what is not declared and may hold something else than its type says: a variable that may be assigned
 * again, whose type is that of its first value, or a member of a class that a subclass may override. A client fits it as soon as it has the
 * methods that are there.
 */
function mayHoldAnother(subject: Subject, checker: ts.TypeChecker): boolean {
  const visited = new Set<ts.Node>();
  let at: ts.Node | undefined = ts.isExpression(subject) ? subject : variableOf(subject)?.initializer;
  while (at && !visited.has(at)) {
    visited.add(at);
    const { root, members } = pathOf(at);
    if (members.some((member) => isOverridable(checker.getSymbolAtLocation(member)?.valueDeclaration)))
      return true;
    const declaration = ts.isIdentifier(root) && checker.getSymbolAtLocation(root)?.valueDeclaration;
    const variable: ts.VariableDeclaration | undefined = declaration ? variableOf(declaration) : undefined;
    if (!variable || variable.type) return false;
    if ((ts.getCombinedNodeFlags(variable) & ts.NodeFlags.Const) === 0) return true;
    at = variable.initializer;
  }
  return false;
}

/** `client` and the names of its members in `client.cards`, `(await client).cards` and `client.issuing().cards`. */
function pathOf(node: ts.Node): { root: ts.Node; members: ts.Node[] } {
  const members: ts.Node[] = [];
  let at = node;
  for (;;) {
    if (isMember(at)) {
      members.push(ts.isPropertyAccessExpression(at) ? at.name : at.argumentExpression);
      at = at.expression;
    } else if (ts.isAwaitExpression(at) || (ts.isCallExpression(at) && isMember(unwrapped(at.expression))))
      at = at.expression;
    else if (ts.isExpression(at) && unwrapped(at) !== at) at = unwrapped(at);
    else return { root: at, members };
  }
}

/** A member without a type of its own in a class that subclasses see. */
function isOverridable(member: ts.Declaration | undefined): boolean {
  return (
    member !== undefined &&
    (ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member) || ts.isGetAccessor(member)) &&
    ts.isClassLike(member.parent) &&
    !member.type &&
    (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Static)) === 0 &&
    !ts.isPrivateIdentifier(member.name)
  );
}

/** The declaration of a variable, or of the pattern that a name is in. */
function variableOf(node: ts.Node): ts.VariableDeclaration | undefined {
  let at = node;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at) || ts.isArrayBindingPattern(at))
    at = at.parent;
  return ts.isVariableDeclaration(at) ? at : undefined;
}

/**
 * Whether a member is computed. `x[name]()` is common, so it is reported only if a namespace may flow to it; a legacy method's name is
 * rare enough to report each.
 */
function isComputed({ parent }: Subject): boolean {
  return ts.isElementAccessExpression(parent) && !ts.isStringLiteralLike(parent.argumentExpression);
}

function verdictOf(
  answer: FlowAnswer,
  byTypes: Verdict,
  asked: MayBeNamespace,
  { sdk: { namespace }, isComplete }: Context,
): Verdict {
  const { isOurs, isOthers, doors, causes, because } = answer;
  const evidence = because && { because };
  const isOpen = causes.length > 0;
  if (isOurs && (isOthers || byTypes.origin === 'partly')) return { origin: 'partly', doors };
  if (isOurs && !isOpen) return { origin: 'sdk', doors, ...evidence };
  if (isOurs) return { origin: 'unknown', doors, causes, beside: 'sdk' };
  if (isOthers && !isOpen && byTypes.origin !== 'partly') return { origin: 'elsewhere', doors, ...evidence };
  // A type that was inferred from one value says nothing of the others, such as the default of a parameter that callers give.
  const isNamed = asked === 'by-name' || causes.some((cause) => isNamedNamespace(cause, namespace));
  if (isNamed && isOpen && (asked === 'by-values' || byTypes.origin === 'elsewhere')) {
    const origin = isComplete ? 'unknown' : 'unloaded';
    return { origin, doors, causes, ...(isOthers && { beside: 'elsewhere' }) };
  }
  if (asked !== 'by-name' || byTypes.origin === 'elsewhere')
    return byTypes.origin === 'partly' ? byTypes : verdict('elsewhere');
  return { ...byTypes, ...(isOpen && { causes }), ...(isOthers && { beside: 'elsewhere' }) };
}

/** Whether the path of a cause ends at the namespace's name, or its member or parameter has that name. */
function isNamedNamespace({ at, path }: Cause, namespace: string): boolean {
  const last = path.at(-1);
  if (last !== undefined) return last === namespace;
  if (isMember(at)) return memberName(at) === namespace;
  return ts.isParameter(at) && ts.isIdentifier(at.name) && at.name.text === namespace;
}
