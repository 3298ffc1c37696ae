import type ts from 'typescript';
import { specifierNode } from '../syntax';
import type { Origin } from '../verdict';
import type { Tracer } from './tracer';

/** What an import brings in that the checker could not type. */
export function traceImport(tracer: Tracer, node: ts.Node): Origin {
  const specifier = specifierNode(node);
  return specifier === undefined ? 'unknown' : traceModule(tracer, node, specifier.text);
}

/** A module that the checker could not type. */
export function traceModule({ sdk, target }: Tracer, node: ts.Node, specifier: string): Origin {
  const { loaded, kind } = target(specifier, node.getSourceFile());
  if (!loaded) return 'unloaded';
  // A part of the SDK that nothing documents is the SDK's, whatever it exports.
  if (specifier.startsWith(`${sdk.module}/`)) return 'unknown';
  if (kind === 'external') return 'elsewhere';
  return kind === 'missing' || kind === 'private' ? 'unseen' : 'unknown';
}
