import ts from 'typescript';
import { createOrigins } from '../../../../codemods/resolve/origin';
import type { Origin } from '../../../../codemods/resolve/verdict';
import { programOf } from '../program-of';

export interface Surroundings {
  /** Other files, by their path. */
  files?: Readonly<Record<string, string>>;
  mayLoad?: (file: string) => boolean;
}

/** Whose the last `<receiver>.freeze` of a source is, by types and syntax alone. */
export function originOf(source: string, { files = {}, mayLoad }: Surroundings = {}): Origin {
  const { resolution, roots } = programOf({ 'a.ts': source, ...files }, mayLoad);
  const { ofNamespace } = createOrigins(resolution);
  const receivers: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'freeze') receivers.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(resolution.source(roots[0]!)!);
  return ofNamespace(receivers.at(-1)!, 'freeze').origin;
}

/** The client that most sources begin with. */
export const client = "import { Zentra } from '@zentra/sdk'; const z = new Zentra({ secretKey });";
/** Somebody else's package, which has no types here. */
export const foreign = "import * as virtuo from 'virtuo';";
