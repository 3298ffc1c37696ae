import ts from 'typescript';
import { append } from '../append';
import { calledName } from '../called-name';
import { isAssignment } from '../syntax';
import { ANY_KEY, isAssigningLoop, type MemberWrite, type VariableWrite, visitWrites } from './writes-in';

/** All uses of names in a file, by name, from one walk through its tree. */
export interface WalkedNames {
  identifiers: ReadonlyMap<string, readonly ts.Identifier[]>;
  /** `target.name = value`, by name; writes to a computed key are under {@link ANY_KEY}. */
  memberWrites: ReadonlyMap<string, readonly MemberWrite[]>;
  variableWrites: ReadonlyMap<string, readonly VariableWrite[]>;
  /** Calls by the last name of the callee: `set` of `cache.set(k, v)`. */
  calls: ReadonlyMap<string, readonly ts.CallExpression[]>;
  classes: readonly ts.ClassLikeDeclaration[];
  /** `this` and `super`. */
  selves: readonly ts.Node[];
  /** `this` and `super` by the member that is read, or under {@link ANY_KEY}. */
  namedSelves: ReadonlyMap<string, readonly ts.Node[]>;
}

type Lists<T> = Map<string, T[]>;

export function walkNames(source: ts.SourceFile): WalkedNames {
  const identifiers: Lists<ts.Identifier> = new Map();
  const memberWrites: Lists<MemberWrite> = new Map();
  const variableWrites: Lists<VariableWrite> = new Map();
  const calls: Lists<ts.CallExpression> = new Map();
  const classes: ts.ClassLikeDeclaration[] = [];
  const selves: ts.Node[] = [];
  const namedSelves: Lists<ts.Node> = new Map();
  const writes = {
    member: (name: string, write: MemberWrite) => append(memberWrites, name, write),
    variable: (name: string, write: VariableWrite) => append(variableWrites, name, write),
  };

  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) append(identifiers, node.text, node);
    else if (isAssignment(node) || isAssigningLoop(node)) visitWrites(node, writes);
    else if (ts.isCallExpression(node)) append(calls, calledName(node) ?? '', node);
    else if (ts.isClassLike(node)) classes.push(node);
    else if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) {
      selves.push(node);
      const { parent } = node;
      append(namedSelves, ts.isPropertyAccessExpression(parent) ? parent.name.text : ANY_KEY, node);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return { identifiers, memberWrites, variableWrites, calls, classes, selves, namedSelves };
}
