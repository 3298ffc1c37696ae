import ts from 'typescript';
import { append } from '../append';
import { unwrapped } from '../syntax';
import { MIXERS, namesIn } from './names';
import type { Callable } from './objects';
import { classOfMember, isStatic, selfOwner } from './scopes';
import type { MemberWrite } from './writes-in';

/** `this.name = value` in the members of a class, or in an old-style constructor. */
export function selfWrites(of: Callable, name: string): readonly MemberWrite[] {
  const writes = namesIn(of.getSourceFile()).memberWrites(name);
  return bySelf(writesOfSelf, writes, ({ target }) => target).get(of) ?? [];
}

/** `Object.assign(this, deps)`, `_.extend(this, require('./cards'))`. */
export function selfMixes(of: Callable): ts.CallExpression[] {
  const names = namesIn(of.getSourceFile());
  return [...MIXERS].flatMap(
    (name) => bySelf(callsOnSelf, names.calls(name), ({ arguments: [target] }) => target).get(of) ?? [],
  );
}

type BySelf<Item> = Map<ts.Node, Item[]>;

const writesOfSelf = new WeakMap<readonly MemberWrite[], BySelf<MemberWrite>>();
const callsOnSelf = new WeakMap<readonly ts.CallExpression[], BySelf<ts.CallExpression>>();

/**
 * The items of a list by whose `this` they write to. A file may have thousands of classes with a field of one name: its list of that name is
 * gone through once, and not once for each class.
 *
 * @param items a list that the names of a file keep
 */
function bySelf<Item>(
  known: WeakMap<readonly Item[], BySelf<Item>>,
  items: readonly Item[],
  targetOf: (item: Item) => ts.Expression | undefined,
): BySelf<Item> {
  const before = known.get(items);
  if (before) return before;
  const groups: BySelf<Item> = new Map();
  known.set(items, groups);
  for (const item of items) {
    for (const self of selvesOf(targetOf(item))) append(groups, self, item);
  }
  return groups;
}

/** Whose instance a `this` is: of the function around it if that is constructed, and of the class that it is a member of. */
function selvesOf(target: ts.Expression | undefined): ts.Node[] {
  if (!target || unwrapped(target).kind !== ts.SyntaxKind.ThisKeyword) return [];
  const owner = selfOwner(target);
  const ofClass = isStatic(owner) ? undefined : classOfMember(owner);
  return ofClass ? [owner, ofClass] : [owner];
}
