import ts from 'typescript';
import { doorsBehind } from '../doors';
import { nameText } from '../syntax';
import { isUntyped } from '../untyped';
import type { Flow } from './flow';
import { type Objects, objects, union } from './objects';

/** Modules whose interfaces applications add members to; they need not be installed. */
const FRAMEWORKS =
  /^(?:express(?:-serve-static-core)?|fastify|koa|@?hapi(?:\/hapi)?|h3|next(?:\/.*)?|http|node:http|@nestjs\/common|restify|polka)$/;

/** The carriers that an interface describes, by its name. */
const DESCRIBES: readonly (readonly [RegExp, string])[] = [
  [/^RequestApplicationState$/, 'request.app'],
  [/^ServerApplicationState$/, 'application.app'],
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
      flow.index.declaring
        .filter(({ text }) => text.includes(name))
        .flatMap(interfacesIn)
        .filter((node) => rolesOfType(node.name.text).includes(role))
        .flatMap(({ members }) => members)
        .filter((member) => member.name && nameText(member.name) === name)
        .map((member) => declaredMember(flow, member)),
    ),
  );
}

function declaredMember(flow: Flow, member: ts.TypeElement): Objects {
  const type = flow.checker.getTypeAtLocation(member);
  if (isUntyped(type)) return objects();
  const [door] = doorsBehind((member as ts.PropertySignature).type ?? member, flow.resolution);
  return objects(flow.typed(type, member, door));
}

/** The interfaces of frameworks that a file adds to. */
function interfacesIn(source: ts.SourceFile): ts.InterfaceDeclaration[] {
  const found: ts.InterfaceDeclaration[] = [];
  const visit = (node: ts.Node, isFramework: boolean): void => {
    if (ts.isModuleDeclaration(node)) {
      const inner = isFramework || isOfFramework(node.name);
      if (node.body) ts.forEachChild(node.body, (child) => visit(child, inner));
    } else if (isFramework && ts.isInterfaceDeclaration(node)) found.push(node);
  };
  for (const statement of source.statements) visit(statement, false);
  return found;
}

function isOfFramework(name: ts.ModuleName): boolean {
  return ts.isStringLiteral(name) ? FRAMEWORKS.test(name.text) : name.text === 'Express';
}
