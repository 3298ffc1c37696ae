import pc from 'picocolors';
import type { Choice, Question } from '../../engine/questions/question';
import { visible, visibleCode } from '../../report/visible';
import { wrapped } from '../../reports/terminal-screen';
import { countOf } from '../../reports/words';
import { codeAround } from './code-around';

export interface TextOptions {
  /** Folder of the code. */
  root: string;
  color: boolean;
  width: number;
}

/** Number of callers and sites that are named. */
const SHOWN = 3;

/** The code and the evidence of a question, in lines. */
export function evidenceLines(question: Question, { root, color, width }: TextOptions): string[] {
  const { line, evidence, callers, sites, places } = question;
  const colors = pc.createColors(color);
  const facts = [
    ...(sites > 1 ? [`${countOf(sites, 'use')}: ${listed(places, sites)}`] : []),
    ...(callers.length > 0
      ? [`${countOf(callers.length, 'caller')} in sight: ${listed(callers, callers.length)}`]
      : []),
    ...evidence,
  ];
  return [
    ...excerptLines(root, question, line, { colors, width }),
    ...facts.flatMap((fact) => wrapped(fact, 0, { width }).map((text) => colors.dim(text))),
  ];
}

function listed(places: readonly { file: string; line: number }[], total: number): string {
  const shown = places.slice(0, SHOWN).map(({ file, line }) => `${file}:${line}`);
  const more = total - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The code around a place, with one line marked. */
export function excerptLines(
  root: string,
  place: { file: string; line?: number | undefined },
  marked: number | undefined,
  { colors, width }: { colors: ReturnType<typeof pc.createColors>; width: number },
): string[] {
  const excerpt = codeAround(root, place);
  if (!excerpt) return [];
  const digits = String(excerpt.start + excerpt.lines.length).length;
  return excerpt.lines.map((line, index) => {
    const number = excerpt.start + index;
    const gutter = `${number === marked ? '>' : ' '} ${String(number).padStart(digits)}  `;
    const code = clipped(visibleCode(line).replaceAll('\t', '  '), width - gutter.length);
    return number === marked ? `${gutter}${colors.cyan(code)}` : colors.dim(`${gutter}${code}`);
  });
}

/** The changes of a choice, as a diff of some of its sites. */
export function changeLines({ changes }: Choice, { color, width }: Omit<TextOptions, 'root'>): string[] {
  const colors = pc.createColors(color);
  const lines = (code: string, sign: string) =>
    visibleCode(code)
      .split('\n')
      .flatMap((line) =>
        inPieces(line.trim(), width - 4).map((piece, at) => `${sign} ${at > 0 ? '  ' : ''}${piece}`),
      );
  return changes.flatMap(({ file, line, before, after }) => [
    colors.dim(clipped(visible(`${file}:${line}`), width)),
    ...lines(before, '-').map((text) => colors.red(text)),
    ...lines(after, '+').map((text) => colors.green(text)),
  ]);
}

/**
 * Breaks a line instead of clipping it, since the change may be at its end: between words, or within one that is longer than half a
 * line.
 */
function inPieces(text: string, width: number): string[] {
  const most = Math.max(8, width);
  // A blank at the break ends one line, and does not shift the next.
  const half = most >> 1;
  const piece = `.{${half},${most}}$|.{${half},${most - 1}}(?<=[^\\w$]) ?|.{1,${most}}`;
  return text.match(new RegExp(piece, 'gu')) ?? [''];
}

const clipped = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, Math.max(1, width - 1))}…` : text;
