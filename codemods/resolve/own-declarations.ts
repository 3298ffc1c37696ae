import ts from 'typescript';
import { OWN_DECLARATIONS } from './ambient';
import { append } from './append';
import type { Sdk } from './sdk';

/**
 * A customer's hand-written declarations of the SDK, `declare module '@vendor/sdk' { … }`, would hide our types. They are moved to
 * another module name, with our namespace in place of theirs. Our client extends theirs, so that its other members keep their types.
 * Augmentations, which are in modules, do not change: the compiler merges them.
 *
 * @returns the text with the declarations blanked, and their copies to append; `undefined` if there are none
 */
export function ownDeclarations(
  source: ts.SourceFile,
  sdk: Sdk,
): { text: string; copies: string[] } | undefined {
  if (ts.isExternalModule(source)) return undefined;
  const declared = source.statements.filter((node) => isDeclarationOf(node, sdk));
  if (declared.length === 0) return undefined;
  let { text } = source;
  for (const { pos, end } of declared) {
    text = text.slice(0, pos) + text.slice(pos, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
  }
  return { text, copies: declared.flatMap((node) => copyOf(node, source, sdk) ?? []) };
}

function isDeclarationOf(node: ts.Statement, { module, replacement }: Sdk): node is ts.ModuleDeclaration {
  return (
    ts.isModuleDeclaration(node) &&
    ts.isStringLiteral(node.name) &&
    (node.name.text === module || node.name.text === replacement)
  );
}

/** The copy of a declaration; none for an untyped `declare module '@vendor/sdk';`, which has no content. */
function copyOf({ body }: ts.ModuleDeclaration, source: ts.SourceFile, sdk: Sdk): string | undefined {
  if (!body || !ts.isModuleBlock(body)) return undefined;
  const types = typesIn(body);
  const members = namespaceMembersIn(body, sdk).filter(({ type }) => mayHoldMethods(type, types));
  const named = new Set(members.flatMap(({ type }) => (type ? declarationsOf(type, types) : [])));
  const replaced: { node: ts.Node; text: string }[] = [
    ...members.map(({ type, name }) =>
      type
        ? { node: type, text: OUR_NAMESPACE }
        : { node: name, text: `${name.getText(source)}: ${OUR_NAMESPACE}` },
    ),
    ...[...named].map((node) => ({ node, text: `export type ${node.name?.text} = ${OUR_NAMESPACE};` })),
  ];
  const inner = replaced.filter(({ node }) => !replaced.some((other) => holds(other.node, node)));
  let text = '';
  let at = body.getStart(source) + 1;
  for (const { node, text: replacement } of inner.sort((a, b) => a.node.pos - b.node.pos)) {
    text += source.text.slice(at, node.getStart(source)) + replacement;
    at = node.end;
  }
  text += source.text.slice(at, body.end - 1);
  return `declare module '${OWN_DECLARATIONS}' {import { ${sdk.namespaceType} as ${OUR_NAMESPACE} } from '${sdk.module}';\n${text}\n}`;
}

const OUR_NAMESPACE = '__OurNamespace';

type Declared = ts.InterfaceDeclaration | ts.ClassDeclaration | ts.TypeAliasDeclaration;
type NamespaceMember = ts.PropertySignature | ts.PropertyDeclaration | ts.GetAccessorDeclaration;

function typesIn(body: ts.ModuleBlock): ReadonlyMap<string, readonly Declared[]> {
  const types = new Map<string, Declared[]>();
  for (const node of body.statements) {
    if (!ts.isInterfaceDeclaration(node) && !ts.isClassDeclaration(node) && !ts.isTypeAliasDeclaration(node))
      continue;
    const name = node.name?.text;
    if (name !== undefined) append<string, Declared>(types, name, node);
  }
  return types;
}

function namespaceMembersIn(body: ts.ModuleBlock, { namespace }: Sdk): NamespaceMember[] {
  const found: NamespaceMember[] = [];
  const visit = (node: ts.Node): void => {
    const isMember =
      ts.isPropertySignature(node) ||
      ts.isPropertyDeclaration(node) ||
      (ts.isGetAccessorDeclaration(node) && node.type !== undefined);
    if (isMember && ts.isIdentifier(node.name) && node.name.text === namespace) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** Whether a member's type may have methods. A page of results may have a member with the namespace's name, too, but as an array. */
function mayHoldMethods(
  type: ts.TypeNode | undefined,
  types: ReadonlyMap<string, readonly Declared[]>,
  depth = 0,
): boolean {
  if (type === undefined || depth > 8) return true;
  if (ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type)) return false;
  if (ts.isTypeOperatorNode(type) || ts.isParenthesizedTypeNode(type))
    return mayHoldMethods(type.type, types, depth);
  if (ts.isUnionTypeNode(type)) return type.types.some((part) => mayHoldMethods(part, types, depth));
  if (ts.isTypeReferenceNode(type)) {
    const name = ts.isIdentifier(type.typeName) ? type.typeName.text : '';
    if (/^(?:Readonly)?(?:Array|Set|Map)$|^Promise$|^Iterable$/.test(name)) return false;
    const aliases = (types.get(name) ?? []).filter(ts.isTypeAliasDeclaration);
    return aliases.every((alias) => mayHoldMethods(alias.type, types, depth + 1));
  }
  return ![ts.SyntaxKind.StringKeyword, ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.BooleanKeyword].includes(
    type.kind,
  );
}

/** The declarations of a type reference without a qualifier. */
function declarationsOf(
  type: ts.TypeNode,
  types: ReadonlyMap<string, readonly Declared[]>,
): readonly Declared[] {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)
    ? (types.get(type.typeName.text) ?? [])
    : [];
}

const holds = (outer: ts.Node, inner: ts.Node): boolean =>
  outer !== inner && outer.pos <= inner.pos && inner.end <= outer.end;
