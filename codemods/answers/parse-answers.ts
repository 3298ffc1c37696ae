import type { z } from 'zod';
import { TOOL } from '../engine/tool';
import { UsageError } from '../engine/usage-error';
import { issueText } from '../report/issue-text';
import { visible } from '../report/visible';
import { ANSWERS_VERSION, type Answer, answersSchema } from './answer';

/**
 * Parses the text of an answers file.
 *
 * @param name the file's name, for messages
 * @throws {UsageError} naming the line or the key at fault and what to do
 */
export function parseAnswers(text: string, name: string): Answer[] {
  const content = text.replace(/^\uFEFF/, '');
  const conflict = /^(?:<{7}|={7}|>{7})(?=\s|$)/m.exec(content);
  if (conflict) {
    throw new UsageError(
      `${name}:${lineAt(content, conflict.index)} has the marks of a merge conflict: keep the answers of both sides, each id once`,
    );
  }
  const value = parseJson(content, name);
  requireVersion(value, name);
  const parsed = answersSchema.safeParse(value);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${explained(issue)}`);
    throw new UsageError(
      [`${name} is no file of answers:`, ...lines, 'Mend it, or take it back from version control.'].join(
        '\n',
      ),
    );
  }
  const { answers } = parsed.data;
  const twice = answers.findIndex(({ id }, index) => answers.findIndex((other) => other.id === id) < index);
  if (twice >= 0) {
    const { id } = answers[twice]!;
    throw new UsageError(
      `${name}: answers.${twice}.id: ${visible(id)} is answered twice: keep one of the two`,
    );
  }
  return answers;
}

function requireVersion(value: unknown, name: string): void {
  const version =
    value !== null && typeof value === 'object' && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > ANSWERS_VERSION)
    throw new UsageError(
      `${name} has version ${version}, and this version reads ${ANSWERS_VERSION}: update ${TOOL.name}`,
    );
}

function parseJson(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const { message } = error as Error;
    const position = /position (\d+)/.exec(message)?.[1];
    const line = position === undefined ? lineAt(content, content.length) : lineAt(content, Number(position));
    throw new UsageError(
      `${name}:${line} is not JSON (${visible(message)}): mend it, or take it back from version control`,
    );
  }
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function explained(issue: z.core.$ZodIssue): string {
  const key = issue.path.join('.') || 'the whole file';
  return `${key}: ${visible(issueText(issue))}`;
}
