import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redact } from '../../report/redact';

/** Lines of a file. */
export interface Excerpt {
  /** Number of the first one, 1-based. */
  start: number;
  lines: readonly string[];
}

const BEFORE = 2;
const BEHIND = 5;

/** The code around a line; none of a file that cannot be read, or as a whole. */
export function codeAround(
  root: string,
  { file, line }: { file: string; line?: number | undefined },
): Excerpt | undefined {
  if (line === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(join(root, file), 'utf8');
  } catch {
    return undefined;
  }
  const start = Math.max(1, line - BEFORE);
  return {
    start,
    lines: redact(text)
      .split(/\r\n|\n|\r/)
      .slice(start - 1, line + BEHIND),
  };
}
