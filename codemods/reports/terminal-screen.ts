import type pc from 'picocolors';
import type { Site } from '../report/report';
import { visible } from '../report/visible';
import type { Wording } from './wording';

/** The terminal that the parts of a report are written for. */
export interface Screen {
  wording: Wording;
  colors: ReturnType<typeof pc.createColors>;
  width: number;
  /** Path from the working directory to the root, ending in a slash unless empty. */
  base: string;
}

export function place(site: Pick<Site, 'file' | 'line' | 'column'>, { base }: Screen): string {
  return `${visible(base + site.file)}:${site.line}:${site.column}`;
}

export function clipped(text: string, width: number): string {
  const flat = text.replaceAll('\t', '  ');
  return flat.length > width ? `${flat.slice(0, width - 1)}…` : flat;
}

/** Wraps text to the screen's width. A word longer than a line is not broken, so that it can be copied. */
export function wrapped(text: string, indent: number, { width }: Pick<Screen, 'width'>): string[] {
  const room = width - indent;
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one);
}
