import ts from 'typescript';
import { calledName } from '../called-name';
import type { Flow } from './flow';
import { type CallSite, each, type FlowObject, NOTHING, type Objects, objects, union } from './objects';
import { passedTo } from './passed';

type Made = Extract<FlowObject, { kind: 'made' }>;

/** What a hook of React gives that hands on what it is given: `useMemo(make)`, `useState(initial)`. @returns `undefined` for other calls */
export function hookResult(flow: Flow, call: ts.CallExpression, site: CallSite): Objects | undefined {
  switch (calledName(call)) {
    case 'useMemo':
      return flow.results(site.argument(0), call);
    case 'useState':
      return objects({ kind: 'made', node: call, by: 'useState' });
    // Its values are those of the context, which `useContext` gives.
    case 'createContext':
      return objects({ kind: 'made', node: call, by: 'package' });
    default:
      return undefined;
  }
}

/** A member of `[state, setState]`. */
export function stateMember(flow: Flow, { node }: Made, name: string): Objects {
  const setter = setterOf(node);
  if (name !== '0') return objects({ kind: 'foreign', at: node });
  const [initial] = node.arguments ?? [];
  const given = union([
    initial ? flow.objectsOf(initial, undefined) : NOTHING,
    setter === undefined ? NOTHING : passedTo(flow, setter, 0, undefined),
  ]);
  const known = given.size > 0 ? given : objects(flow.open(node, 'nothing in sight sets this state'));
  // A function makes the state, or the next one.
  return each(known, (value) =>
    value.kind === 'callable' && !ts.isClassLike(value.node)
      ? flow.results(objects(value), node)
      : objects(value),
  );
}

/** `setState` of `const [state, setState] = useState()`. */
function setterOf({ parent }: ts.Node): ts.BindingName | undefined {
  if (!ts.isVariableDeclaration(parent) || !ts.isArrayBindingPattern(parent.name)) return undefined;
  const setter = parent.name.elements[1];
  return setter && ts.isBindingElement(setter) ? setter.name : undefined;
}
