import { compareText } from '../report/compare-text';
import { visibleJson } from '../report/visible';
import type { Answer } from './answer';

/**
 * The text of a file of answers: sorted, so that equal answers are equal bytes, and one answer is one place of a diff.
 *
 * @param schema what an earlier text of the file says of its schema
 */
export function answersText(answers: readonly Answer[], schema?: string): string {
  const sorted = [...answers].sort((a, b) => compareText(a.file, b.file) || compareText(a.id, b.id));
  return visibleJson({
    ...(schema !== undefined && { $schema: schema }),
    version: 1,
    answers: sorted.map(({ id, file, question, choice, reason, fingerprint }) => ({
      id,
      file,
      question,
      choice,
      ...(reason !== undefined && { reason }),
      fingerprint,
    })),
  });
}
