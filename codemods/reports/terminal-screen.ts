import type pc from 'picocolors';
import type { Site } from '../report/report';
import { visible } from '../report/visible';
import type { Wording } from './wording';

/** What the parts of a terminal report are written for. */
export interface Screen {
  wording: Wording;
  colors: ReturnType<typeof pc.createColors>;
  width: number;
  /** Path from the working directory to the root, with a slash at its end where there is one. */
  base: string;
}

export function place(site: Pick<Site, 'file' | 'line' | 'column'>, { base }: Screen): string {
  return `${visible(base + site.file)}:${site.line}:${site.column}`;
}

export function clipped(text: string, width: number): string {
  const flat = text.replaceAll('\t', '  ');
  return flat.length > width ? `${flat.slice(0, width - 1)}…` : flat;
}

/** Words in lines of the screen's width; a word that is longer than a line stays whole, to be copied. */
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
