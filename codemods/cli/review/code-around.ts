import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redact } from '../../report/redaction';

/** Lines of a file. */
export interface Excerpt {
  /** 1-based number of the first line. */
  start: number;
  lines: readonly string[];
}

const BEFORE = 2;
const BEHIND = 5;

/** The code around a line; `undefined` without a line, or if the file cannot be read. */
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
    // The end of the last line begins no other one.
    lines: redact(text.replace(/(?:\r\n|\n|\r)$/, ''))
      .split(/\r\n|\n|\r/)
      .slice(start - 1, line + BEHIND),
  };
}
