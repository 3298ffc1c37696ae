import ts from 'typescript';
import { doorsBehind } from '../doors';
import { leftmost, nameText, specifierNode } from '../syntax';
import { isUntyped } from '../untyped';
import type { Flow } from './flow';
import { NOTHING, type Objects, objects, union } from './objects';

/** Modules whose interfaces applications add members to; they need not be installed. */
const FRAMEWORKS =
  /^(?:express(?:-serve-static-core)?|fastify|koa|@?hapi(?:\/hapi)?|h3|next(?:\/.*)?|http|node:http|@nestjs\/common|restify|polka)$/;

/** The carriers that an interface describes, by its name. */
const DESCRIBES: readonly (readonly [RegExp, string])[] = [
  [/^RequestApplicationState$/, 'request.app'],
  [/^ServerApplicationState$/, 'application.app'],
  [/^PluginProperties$/, 'application.plugins'],
  [/^PluginsStates$/, 'request.plugins'],
  [/^ResponseToolkit$/, 'toolkit'],
  [/^H3Event$/, 'event'],
  [/^H3EventContext$/, 'event.context'],
  [/^Locals$/, 'response.locals'],
  [/^Locals$/, 'application.locals'],
  [/^(?:Default)?State$/, 'context.state'],
  [/(?:Request|IncomingMessage)$/, 'request'],
  [/(?:Response|Reply|ServerResponse)$/, 'response'],
  [/(?:Instance|Application|Server)$/, 'application'],
  [/Context$/, 'context'],
];

/** Roles that the name of a framework's type gives: `Request` of express, `FastifyInstance`. */
export function rolesOfType(name: string): string[] {
  return DESCRIBES.flatMap(([pattern, role]) => (pattern.test(name) ? [role] : []));
}

/** The type declared for a carrier's member: `declare global { namespace Express { interface Request { pay?: Client } } }`. */
export function augmentedMember(flow: Flow, role: string, name: string): Objects {
  return flow.table.answers(`augmented:${role}:${name}`, () =>
    union(
      flow.index
        .declaring(name)
        .flatMap((source) => interfacesIn(source, isOfFramework))
        .filter((node) => rolesOfType(node.name.text).includes(role))
        .flatMap((node) => membersOf(flow, node, name)),
    ),
  );
}

/**
 * The members of this name that the customer declares for any interface of a package, since a value of the package may have that type.
 *
 * @param at the import that the value came through; without an import, the interfaces of every package count
 */
export function addedMember(flow: Flow, at: ts.Node, name: string): Objects {
  const specifier = ts.isStringLiteralLike(at) ? at.text : undefined;
  return flow.table.answers(`added:${specifier}:${name}`, () =>
    union(
      flow.index
        .declaring(name)
        .flatMap((source) => interfacesIn(source, (module) => isModule(module, specifier)))
        .flatMap((node) => membersOf(flow, node, name)),
    ),
  );
}

/**
 * A value with a type of a package that is not installed, whose interfaces the customer adds to.
 *
 * @returns `undefined` where nothing is added to the package
 */
export function addedTo(flow: Flow, type: ts.TypeNode): Objects | undefined {
  const from = importOfType(flow, type);
  if (!from) return undefined;
  const { specifier, name } = from;
  // The SDK's own types are known from its declarations.
  if (flow.resolution.target(specifier.text, type.getSourceFile()).kind === 'sdk') return undefined;
  const isAdded = flow.index
    .declaring(specifier.text)
    .some((source) => interfacesIn(source, (module) => isModule(module, specifier.text)).length > 0);
  if (!isAdded) return undefined;
  const [role] = FRAMEWORKS.test(specifier.text) ? rolesOfType(name) : [];
  return objects(role ? { kind: 'carrier', role, at: specifier } : { kind: 'foreign', at: specifier });
}

/** The import behind a type's name: `Server`, `Hapi.Server`, `import('@hapi/hapi').Server`. */
function importOfType(
  { checker }: Flow,
  type: ts.TypeNode,
): { specifier: ts.StringLiteralLike; name: string } | undefined {
  if (ts.isImportTypeNode(type)) {
    const { argument, qualifier } = type;
    const specifier = ts.isLiteralTypeNode(argument) ? argument.literal : undefined;
    return specifier && ts.isStringLiteralLike(specifier) && qualifier
      ? { specifier, name: lastOf(qualifier) }
      : undefined;
  }
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const declaration = checker.getSymbolAtLocation(leftmost(type.typeName))?.declarations?.[0];
  const specifier = declaration && specifierNode(declaration);
  if (!specifier) return undefined;
  const isRenamed = ts.isImportSpecifier(declaration) && ts.isIdentifier(type.typeName);
  const name = isRenamed ? (declaration.propertyName ?? declaration.name).text : lastOf(type.typeName);
  return { specifier, name };
}

const lastOf = (name: ts.EntityName): string => (ts.isIdentifier(name) ? name : name.right).text;

function membersOf(flow: Flow, { members }: ts.InterfaceDeclaration, name: string): Objects[] {
  return members
    .filter((member) => member.name && nameText(member.name) === name)
    .map((member) => declaredMember(flow, member));
}

function declaredMember(flow: Flow, member: ts.TypeElement): Objects {
  const type = flow.checker.getTypeAtLocation(member);
  if (isUntyped(type)) return NOTHING;
  const [door] = doorsBehind((member as ts.PropertySignature).type ?? member, flow.resolution);
  return flow.typed(type, member, door);
}

/** The interfaces that a file adds to in some modules. */
function interfacesIn(
  source: ts.SourceFile,
  isMeant: (module: ts.ModuleName) => boolean,
): ts.InterfaceDeclaration[] {
  const found: ts.InterfaceDeclaration[] = [];
  const visit = (node: ts.Node, isWithin: boolean): void => {
    if (ts.isModuleDeclaration(node)) {
      const inner = isWithin || isMeant(node.name);
      if (node.body) ts.forEachChild(node.body, (child) => visit(child, inner));
    } else if (isWithin && ts.isInterfaceDeclaration(node)) found.push(node);
  };
  for (const statement of source.statements) visit(statement, false);
  return found;
}

function isOfFramework(name: ts.ModuleName): boolean {
  return ts.isStringLiteral(name) ? FRAMEWORKS.test(name.text) : name.text === 'Express';
}

/** @param specifier of the module; any, where there is none */
function isModule(name: ts.ModuleName, specifier: string | undefined): boolean {
  return ts.isStringLiteral(name) && (specifier === undefined || name.text === specifier);
}
