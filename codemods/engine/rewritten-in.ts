import { isUtf8 } from 'node:buffer';
import type { RewrittenFile } from '../rewrite/rewritten-file';
import type { FileAnalysis } from './analyse-batch';

/** The rewritten text of an analysed file; `undefined` where it cannot be parsed or written. */
export function rewrittenIn({ candidate, rewritten }: FileAnalysis): RewrittenFile | undefined {
  if (!isUtf8(candidate.bytes)) return undefined;
  const result = rewritten();
  return 'error' in result ? undefined : result;
}
