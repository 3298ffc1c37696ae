import { compareText } from '../report/compare-text';
import { visibleJson } from '../report/visible';
import type { Answer } from './answer';

/**
 * The text of an answers file. Sorts the answers, so that equal answers give equal bytes and a new answer is one hunk of a diff.
 *
 * @param schema the `$schema` of the file's earlier text
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
