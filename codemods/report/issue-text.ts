import type { z } from 'zod';

/** What is wrong with a value, in the words of who wrote the file. The validator's own words are those of a programmer. */
export function issueText(issue: z.core.$ZodIssue): string {
  const given = / received (\w+)$/.exec(issue.message)?.[1];
  switch (issue.code) {
    case 'unrecognized_keys':
      return `no such key: ${issue.keys.join(', ')}`;
    case 'invalid_type':
      if (given === 'undefined') return 'is missing';
      return `must be ${kinds[issue.expected] ?? issue.expected}${given === undefined ? '' : `, and is ${kinds[given] ?? given}`}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`;
    default:
      return issue.message;
  }
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  record: 'an object',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};
