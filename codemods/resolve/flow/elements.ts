import ts from 'typescript';
import { calledName } from '../called-name';
import { nameText } from '../syntax';
import type { Flow } from './flow';
import { type CallSite, type Frame, NOTHING, type Objects, objects, union } from './objects';

/** An element of JSX, which calls its component with the attributes as one object. */
export type Element = ts.JsxOpeningElement | ts.JsxSelfClosingElement;

export const isElement = (node: ts.Node): node is Element =>
  ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node);

/** The call of a component by its element. */
export function elementSite(node: Element, frame: Frame | undefined): CallSite {
  const props = () => objects({ kind: 'props', node, frame });
  return { node, frame, count: 1, argument: (index) => (index === 0 ? props() : NOTHING) };
}

/** The call of a component by `createElement(Component, props)`; `undefined` for any other call. */
export function createdSite(
  flow: Flow,
  node: ts.CallExpression,
  frame: Frame | undefined,
): CallSite | undefined {
  if (!/^(?:createElement|cloneElement|h|jsxs?|_jsxs?)$/.test(calledName(node) ?? '')) return undefined;
  const [, props] = node.arguments;
  return {
    node,
    frame,
    count: 1,
    argument: (index) => (index === 0 && props ? flow.objectsOf(props, frame) : NOTHING),
  };
}

/** An attribute of an element, by its name or from `{...others}`. */
export function propsMember(
  flow: Flow,
  { attributes }: Element,
  frame: Frame | undefined,
  name: string,
): Objects {
  return union(
    attributes.properties.map((attribute) => {
      if (ts.isJsxSpreadAttribute(attribute))
        return flow.members(flow.objectsOf(attribute.expression, frame), name);
      const value = nameText(attribute.name) === name ? givenTo(attribute) : undefined;
      return value ? flow.objectsOf(value, frame) : NOTHING;
    }),
  );
}

function givenTo({ initializer }: ts.JsxAttribute): ts.Expression | undefined {
  return initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
}

/** What `useContext(Context)` gives: the initial value, and the values of all providers in sight. */
export function contextValues(flow: Flow, context: ts.CallExpression | ts.NewExpression): Objects {
  flow.asksForReaders('Provider');
  const isContext = (node: ts.Expression) =>
    [...flow.objectsOf(node, undefined).values()].some(
      (object) => object.kind === 'made' && object.node === context,
    );
  const provided = flow.index.identifiers('Provider').flatMap(({ parent: access }) => {
    const { parent } = access;
    return ts.isPropertyAccessExpression(access) && isElement(parent) && isContext(access.expression)
      ? [propsMember(flow, parent, undefined, 'value')]
      : [];
  });
  const [initial] = context.arguments ?? [];
  return union([initial ? flow.objectsOf(initial, undefined) : NOTHING, ...provided]);
}

/** The props of a class component: those of all its elements in sight. */
export function classProps(flow: Flow, of: ts.ClassLikeDeclaration): Objects {
  const uses = [...flow.uses.of(of).values()];
  if (uses.length === 0) return objects(flow.open(of, 'nothing in sight renders it'));
  return union(
    uses.map((use) => (use.kind === 'call' ? use.site.argument(0) : objects(flow.open(of, use.why)))),
  );
}

/** Whether a class extends a library's component: `React.Component`. */
export const isComponentClass = (base: ts.Expression | undefined): boolean =>
  base !== undefined && /(?:^|\.)(?:Pure)?Component$/.test(base.getText());
