import { join } from 'node:path';
import type { Answer } from '../answers/answer';
import type { FileSystem } from '../engine/file-system/file-system';
import { ANSWERS_FILE } from '../engine/tool';
import { UsageError } from '../engine/usage-error';

/**
 * The answers stored at a root; empty without a file.
 *
 * @throws {UsageError} naming the line or the key at fault
 */
export async function readAnswers(root: string, files: FileSystem): Promise<Answer[]> {
  const text = answersTextIn(root, files);
  if (text === undefined) return [];
  const { parseAnswers } = await import('../answers/parse-answers');
  return parseAnswers(text, ANSWERS_FILE);
}

/** The text of the file with other answers; its `$schema` stays. */
export async function withAnswers(
  root: string,
  files: FileSystem,
  answers: readonly Answer[],
): Promise<string> {
  const { answersText } = await import('../answers/answers-text');
  const text = answersTextIn(root, files);
  const { $schema } =
    text === undefined ? {} : (JSON.parse(text.replace(/^\uFEFF/, '')) as { $schema?: string });
  return answersText(answers, $schema);
}

function answersTextIn(root: string, files: FileSystem): string | undefined {
  try {
    return files.read(join(root, ANSWERS_FILE)).toString('utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new UsageError(`${ANSWERS_FILE} cannot be read: ${message}`);
  }
}
