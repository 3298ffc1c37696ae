import { z } from 'zod';
import { ACCEPT } from './choices';

export const ANSWERS_VERSION = 1;

const text = (description: string) => z.string().min(1, 'must not be empty').meta({ description });

export const answerSchema = z
  .strictObject({
    id: text('Id of the question: made of what it is about, and not of where its line stands.'),
    file: text('Where the question stands, relative to the root, with `/`.'),
    question: text('The question as it was asked.'),
    choice: text('The choice that was taken, such as `yes`, `no` or `accept`.'),
    reason: text('A fact about the code, which another person can check. `accept` needs one.').optional(),
    fingerprint: text('Digest of the code, and of its callers, that the answer was given for.'),
  })
  .refine(({ choice, reason }) => choice !== ACCEPT || reason !== undefined, {
    path: ['reason'],
    message: `is missing: ${ACCEPT} needs one`,
  });

/** The answers file: a person's decisions, to be reviewed and committed. */
export const answersSchema = z.strictObject({
  $schema: z.string().meta({ description: 'Where the schema of this file is, for editors.' }).optional(),
  version: z.literal(ANSWERS_VERSION),
  answers: z.array(answerSchema).meta({ description: 'Sorted by file and id; one for each question.' }),
});

/** A person's answer to one question. */
export type Answer = z.infer<typeof answerSchema>;

/** The published schema of the answers file (`schemas/answers.schema.json`). */
export function answersJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(answersSchema, { io: 'input' });
  const titled = { $schema, title: 'Answers to the questions of zentra-codemods', ...schema };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
