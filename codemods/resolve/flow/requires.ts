import ts from 'typescript';
import { awaitedType } from '../awaited-type';
import { isRelative } from '../modules';
import { isUntyped } from '../untyped';
import { exportedObjects, moduleObjects } from './exports';
import type { Flow } from './flow';
import { foldedPath } from './folded-path';
import { type FlowObject, NOTHING, type Objects, objects, openBehind } from './objects';

/** The module that `require('…')` or `import('…')` loads. */
export function required(flow: Flow, call: ts.CallExpression): Objects {
  const [argument] = call.arguments;
  if (!argument) return NOTHING;
  if (!ts.isStringLiteralLike(argument)) {
    const source = moduleAt(flow, argument);
    return source
      ? moduleObjects(flow, source)
      : objects(flow.open(call, `the run computes which module ${call.getText().slice(0, 60)} gives`));
  }
  const imported = importedModule(flow, argument, call);
  return 'source' in imported ? moduleObjects(flow, imported.source) : objects(imported.object);
}

/** A package out of sight is the same for every file that imports it, so the cause is shared. */
function openModule(flow: Flow, specifier: ts.StringLiteralLike): FlowObject {
  const why = `${specifier.text} is not in sight`;
  if (isRelative(specifier.text)) return flow.open(specifier, why);
  const shared = { kind: 'module' as const, name: specifier.text };
  return { kind: 'open', cause: { at: specifier, path: [], why, shared } };
}

/** The file of a path such as `path.join(__dirname, 'x')` or `__dirname + '/x'`. */
function moduleAt(flow: Flow, argument: ts.Expression): ts.SourceFile | undefined {
  const specifier = foldedPath(argument);
  if (specifier === undefined) return undefined;
  const target = flow.resolution.target(specifier, argument.getSourceFile());
  if (target.kind !== 'file') return undefined;
  const source = flow.resolution.sourceOf(target.path);
  if (!source && !flow.sight.hasFile(target.path)) flow.table.misses();
  return source;
}

/** The values that an import takes out of a module: the namespace, the default, or a name. */
export function importedObjects(
  flow: Flow,
  specifier: ts.StringLiteralLike,
  at: ts.Node,
  name: string | undefined,
): Objects {
  const imported = importedModule(flow, specifier, at);
  if (!('source' in imported)) {
    const { object } = imported;
    return object.kind === 'open' && name !== undefined && name !== 'default'
      ? openBehind(object, name)
      : objects(object);
  }
  return name === undefined
    ? moduleObjects(flow, imported.source)
    : exportedObjects(flow, imported.source, name);
}

/**
 * @param at a node that has the imported type, where the module is the SDK
 */
function importedModule(
  flow: Flow,
  specifier: ts.StringLiteralLike,
  at: ts.Node,
): { source: ts.SourceFile } | { object: FlowObject } {
  const from = specifier.getSourceFile();
  const target = flow.resolution.target(specifier.text, from);
  switch (target.kind) {
    case 'sdk': {
      const door = { file: from.fileName, specifier: specifier.text, start: specifier.getStart(from) };
      // `import('…')` is a promise of the module.
      const type = awaitedType(flow.checker.getTypeAtLocation(at), flow.checker);
      // A `require` that `createRequire` made has no type in an ES module.
      return {
        object: isUntyped(type)
          ? flow.open(specifier, `what is taken of ${specifier.text} here has no type`)
          : { kind: 'typed', type, at, door },
      };
    }
    case 'file': {
      const source = flow.resolution.sourceOf(target.path);
      if (source) return { source };
      return { object: flow.unloaded(specifier, target.path) };
    }
    case 'external':
      // An undocumented subpath of the SDK is still the SDK's, with unknown exports.
      return specifier.text.startsWith(`${flow.resolution.sdk.module}/`)
        ? { object: flow.open(specifier, `what ${specifier.text} exports is not documented`) }
        : { object: { kind: 'foreign', at: specifier } };
    case 'private':
    case 'missing':
      return { object: openModule(flow, specifier) };
  }
}
