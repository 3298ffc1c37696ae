import ts from 'typescript';
import { isAmbient } from '../ambient';
import { nameText, yieldsOf } from '../syntax';
import { isUntyped } from '../untyped';
import { carriedObjects, foreignMember, isApplication, madeCarrier } from './carriers';
import { basesOf } from './classes';
import { BOXED, componentMember, referredTo } from './components';
import { contentsOf } from './contents';
import { declarationObjects } from './declarations';
import { propsMember } from './elements';
import { memberOfModule } from './exports';
import { ELEMENT, type Flow } from './flow';
import { wasGivenClient } from './given';
import { stateMember } from './hooks';
import { instanceMember, prototypeMember } from './instances';
import { type FlowObject, type Frame, NOTHING, type Objects, objects, openBehind, union } from './objects';
import { isStatic } from './scopes';
import { instancesOf } from './selves';
import { describedValue, writesTo } from './writes';

type Of<Kind extends FlowObject['kind']> = Extract<FlowObject, { kind: Kind }>;

/** The objects that a member of an object may be. */
export function memberObjects(flow: Flow, owner: FlowObject, name: string): Objects {
  switch (owner.kind) {
    case 'typed':
      return typedMember(flow, owner, name);
    case 'literal':
      return union([
        literalMember(flow, owner, name),
        writesTo(flow, owner, name),
        isElement(name) ? contentsOf(flow, owner) : NOTHING,
      ]);
    case 'callable':
      return union([staticMember(flow, owner, name), writesTo(flow, owner, name)]);
    case 'instance':
      return instanceMember(flow, owner, name);
    case 'prototype':
      return prototypeMember(flow, owner.of, name);
    case 'component':
      return componentMember(flow, owner, name);
    case 'module':
      return union([memberOfModule(flow, owner.source, name), writesTo(flow, owner, name)]);
    case 'rest':
      return restMember(owner, name);
    case 'props':
      return propsMember(flow, owner.node, owner.frame, name);
    case 'entries':
      return entriesMember(flow, owner, name);
    case 'generator':
      return generatorMember(flow, owner, name);
    case 'made':
      return madeMember(flow, owner, name);
    case 'carrier':
      return carriedObjects(flow, owner, name);
    case 'foreign': {
      const written = union([writesTo(flow, owner, name), madeCarrier(name, owner.at)]);
      if (written.size > 0) return written;
      // A framework's object carries what the application put there, which may be out of sight.
      return flow.resolution.sdk.instanceName.test(name)
        ? objects(openMember(flow, owner.at, name))
        : foreignMember(flow, owner.at, name);
    }
    case 'bound':
    case 'plain':
      return NOTHING;
    case 'open':
      return openBehind(owner, name);
  }
}

function typedMember(flow: Flow, owner: Of<'typed'>, name: string): Objects {
  const { checker } = flow;
  const property = checker.getPropertyOfType(owner.type, name);
  if (property) {
    const type = checker.getTypeOfSymbolAtLocation(property, owner.at);
    const declarations = (property.declarations ?? []).filter((node) => !isAmbient(node));
    if (flow.isDecidedBy(type)) return flow.typed(type, declarations[0] ?? owner.at, owner.door);
    return declarations.length > 0
      ? union(declarations.map((node) => declaredMember(flow, node, name)))
      : objects({ kind: 'plain', at: owner.at });
  }
  const element = checker.getIndexTypeOfType(
    owner.type,
    isElement(name) ? ts.IndexKind.Number : ts.IndexKind.String,
  );
  if (element) {
    return isUntyped(element)
      ? objects(flow.open(owner.at, 'its elements have no type', [ELEMENT]))
      : flow.typed(element, owner.at, owner.door);
  }
  return writesTo(flow, owner, name);
}

/** A member by its declaration: one of a class has the values that the class or a subclass puts there. */
function declaredMember(flow: Flow, node: ts.Declaration, name: string): Objects {
  const of = ts.isParameterPropertyDeclaration(node, node.parent) ? node.parent.parent : node.parent;
  const isOfInstances = ts.isClassLike(of) && !isStatic(node);
  return isOfInstances
    ? flow.members(instancesOf(flow, of), name)
    : declarationObjects(flow, node, undefined);
}

/** A member of an object or list literal, also from its spreads: `{ ...others }`. */
function literalMember(flow: Flow, { node, frame }: Of<'literal'>, name: string): Objects {
  if (ts.isArrayLiteralExpression(node)) return listElement(flow, node, frame, name);
  const named = node.properties.filter((property) => name === ELEMENT || isNamed(property, name));
  const own = named.map((property) => propertyObjects(flow, property, frame));
  const isPlain = named.length > 0 && name !== ELEMENT;
  // A spread after a member overrides it.
  const last = isPlain ? node.properties.indexOf(named[named.length - 1]!) : -1;
  const spread = node.properties.slice(last + 1).filter(ts.isSpreadAssignment);
  return union([
    ...own,
    ...spread.map(({ expression }) => flow.members(flow.objectsOf(expression, frame), name)),
  ]);
}

function isNamed(property: ts.ObjectLiteralElementLike, name: string): boolean {
  if (!property.name) return false;
  const own =
    nameText(property.name) ?? (ts.isNumericLiteral(property.name) ? property.name.text : undefined);
  // A computed key may be any name.
  return own === name || (own === undefined && ts.isComputedPropertyName(property.name));
}

function propertyObjects(
  flow: Flow,
  property: ts.ObjectLiteralElementLike,
  frame: Frame | undefined,
): Objects {
  if (ts.isPropertyAssignment(property)) return flow.objectsOf(property.initializer, frame);
  if (ts.isShorthandPropertyAssignment(property)) return flow.objectsOf(property.name, frame);
  if (ts.isMethodDeclaration(property)) return objects({ kind: 'callable', node: property, frame });
  if (ts.isGetAccessorDeclaration(property)) return flow.returned(property, frame, undefined);
  return NOTHING;
}

function listElement(
  flow: Flow,
  { elements }: ts.ArrayLiteralExpression,
  frame: Frame | undefined,
  name: string,
): Objects {
  const spread = elements.findIndex(ts.isSpreadElement);
  const isFixed = /^\d+$/.test(name) && (spread < 0 || Number(name) < spread);
  const possible = isFixed ? elements.slice(Number(name), Number(name) + 1) : isElement(name) ? elements : [];
  return union(
    possible.map((element) =>
      ts.isSpreadElement(element)
        ? flow.members(flow.objectsOf(element.expression, frame), ELEMENT)
        : flow.objectsOf(element, frame),
    ),
  );
}

function restMember({ site, from }: Of<'rest'>, name: string): Objects {
  if (/^\d+$/.test(name)) return site.argument(from + Number(name));
  const count = site.count ?? from + 1;
  return name === ELEMENT
    ? union(Array.from({ length: Math.max(0, count - from) }, (_, index) => site.argument(from + index)))
    : NOTHING;
}

/** A list of pairs holds pairs, of which the second part is the value. */
function entriesMember(flow: Flow, owner: Of<'entries'>, name: string): Objects {
  if (name === ELEMENT) return objects(owner);
  return name === '1' ? flow.member(owner.of, ELEMENT) : NOTHING;
}

/** An element of a generator is a value that it yields; `next`, and what it gives, is the generator itself. */
function generatorMember(flow: Flow, owner: Of<'generator'>, name: string): Objects {
  const { node, frame } = owner;
  if (isElement(name)) return yieldedBy(flow, node, frame);
  if (name === 'next') return objects(owner);
  return name === 'value' ? union([yieldedBy(flow, node, frame), flow.returnedIn(node, frame)]) : NOTHING;
}

function yieldedBy(flow: Flow, node: ts.FunctionLikeDeclaration, frame: Frame | undefined): Objects {
  return union(
    yieldsOf(node).map(({ expression, asteriskToken }) => {
      const yielded = expression ? flow.objectsOf(expression, frame) : NOTHING;
      return asteriskToken ? flow.members(yielded, ELEMENT) : yielded;
    }),
  );
}

/** A static member of a class, or a member set on a function. */
function staticMember(flow: Flow, owner: Of<'callable'>, name: string): Objects {
  if (name === 'prototype') return objects({ kind: 'prototype', of: owner.node });
  // `util.inherits()` keeps the base class there.
  if (name === 'super_') return basesOf(flow, owner.node);
  if (!ts.isClassLike(owner.node)) return NOTHING;
  return union(
    owner.node.members
      .filter((member) => isStatic(member) && member.name && nameText(member.name) === name)
      .map((member) => memberOfClass(flow, member, owner.frame)),
  );
}

export function memberOfClass(flow: Flow, member: ts.ClassElement, frame: Frame | undefined): Objects {
  if (ts.isMethodDeclaration(member)) return objects({ kind: 'callable', node: member, frame });
  if (ts.isGetAccessorDeclaration(member)) return flow.returned(member, frame, undefined);
  return ts.isPropertyDeclaration(member) ? declarationObjects(flow, member, frame) : NOTHING;
}

/** A member of a built-in list or map has the values put into it; a member of a package's object is the package's. */
function madeMember(flow: Flow, owner: Of<'made'>, name: string): Objects {
  if (owner.by === 'reference') {
    const inside = referredTo(flow, owner);
    return BOXED.includes(name) ? inside : flow.members(inside, name);
  }
  if (owner.by === 'useState') return stateMember(flow, owner, name);
  const carried = owner.by === 'package' ? madeCarrier(name, owner.node) : NOTHING;
  const written = union([writesTo(flow, owner, name), carried]);
  if (isElement(name)) return union([written, contentsOf(flow, owner)]);
  if (owner.by === 'Object.create') return union([written, createdMember(flow, owner, name)]);
  if (written.size > 0 || owner.by !== 'package') return written;
  if (isApplication(flow, owner.node)) {
    return carriedObjects(flow, { kind: 'carrier', role: 'application', at: owner.node }, name);
  }
  // A framework's object carries what the application put there, which may be out of sight.
  return flow.resolution.sdk.instanceName.test(name) || wasGivenClient(flow, owner)
    ? objects(openMember(flow, owner.node, name))
    : foreignMember(flow, owner.node, name);
}

/** A member of `Object.create(base, { name: { value } })`. */
function createdMember(flow: Flow, owner: Of<'made'>, name: string): Objects {
  const [base, descriptors] = owner.node.arguments ?? [];
  const described = descriptors ? flow.members(flow.objectsOf(descriptors, undefined), name) : NOTHING;
  return union([
    base ? flow.members(flow.objectsOf(base, undefined), name) : NOTHING,
    describedValue(flow, described, owner.node, owner),
  ]);
}

function openMember(flow: Flow, at: ts.Node, name: string): FlowObject {
  return flow.open(at, `nothing in sight sets ${name}`, [name]);
}

const isElement = (name: string): boolean => name === ELEMENT || /^\d+$/.test(name);
