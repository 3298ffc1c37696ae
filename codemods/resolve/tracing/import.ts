import type ts from 'typescript';
import { specifierNode } from '../syntax';
import type { Origin } from '../verdict';
import type { Tracer } from './tracer';

/** The origin of an import that the checker could not type. */
export function traceImport(tracer: Tracer, node: ts.Node): Origin {
  const specifier = specifierNode(node);
  return specifier === undefined ? 'unknown' : traceModule(tracer, node, specifier.text);
}

/** The origin of a module that the checker could not type. */
export function traceModule({ sdk, target }: Tracer, node: ts.Node, specifier: string): Origin {
  const { loaded, kind } = target(specifier, node.getSourceFile());
  if (!loaded) return 'unloaded';
  // An undocumented subpath of the SDK belongs to the SDK, but its exports are unknown.
  if (specifier.startsWith(`${sdk.module}/`)) return 'unknown';
  if (kind === 'external') return 'elsewhere';
  return kind === 'missing' || kind === 'private' ? 'unseen' : 'unknown';
}
