import pc from 'picocolors';
import type { Migration } from '../../api/migrate';
import type { Question } from '../../engine/questions/question';
import { visible } from '../../report/visible';
import { wrapped } from '../../reports/terminal-screen';
import { countOf } from '../../reports/words';
import { codeAround } from './code-around';
import { changeLines, evidenceLines, type TextOptions } from './question-text';

/** The questions as JSON: see docs/review.md. */
export function listedQuestions({ root, report, questions }: Migration) {
  return {
    schemaVersion: 1,
    root: '.',
    /** Number of uses that need no answer; the first answer rewrites them, too. */
    rewritable: report.summary.rewritten,
    questions: questions.map((question) => ({ ...question, code: codeAround(root, question) })),
    answers: report.answers ?? [],
  };
}

/** The questions as text, for use without a terminal. */
export function questionsText(
  { root, report, questions }: Migration,
  { color, width, command }: Omit<TextOptions, 'root'> & { command: string },
): string {
  const colors = pc.createColors(color);
  const { rewritten } = report.summary;
  const stale = (report.answers ?? []).filter(({ status }) => status === 'stale').length;
  const lines = [
    colors.bold(questions.length === 0 ? 'No question is left' : countOf(questions.length, 'question')),
    ...(rewritten > 0
      ? wrapped(
          `${countOf(rewritten, 'use')} can be rewritten without one, and will be with the first answer`,
          2,
          { width },
        )
      : []),
    ...(stale > 0
      ? wrapped(`${countOf(stale, 'answer')} was given for other code: asked again below`, 2, { width })
      : []),
    ...questions.flatMap((question) => ['', ...questionLines(question, { root, color, width })]),
    ...(questions.length > 0
      ? ['', colors.bold('Answer'), `  ${command} --answer <id>=<choice> [--reason <text>]`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function questionLines(question: Question, options: TextOptions): string[] {
  const { id, file, line, text, choices } = question;
  const { width, color } = options;
  const colors = pc.createColors(color);
  const inner = { ...options, width: width - 4 };
  return [
    `${colors.bold(id)}  ${visible(line === undefined ? file : `${file}:${line}`)}`,
    ...wrapped(text, 2, { width }),
    ...evidenceLines(question, inner).map((each) => `    ${each}`),
    ...choices.flatMap((choice) => [
      ...wrapped(`${choice.choice}: ${choice.text}${choice.needsReason ? ' (--reason)' : ''}`, 2, { width }),
      ...changeLines(choice, inner).map((each) => `    ${each}`),
    ]),
  ];
}
