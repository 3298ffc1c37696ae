import { expect, it } from 'vitest';
import { methodRules, parameterRules, reviewRules } from '../../../src/contract/rules';
import { shapeFixtures } from './shape-fixtures';

const shapes = shapeFixtures().filter(({ kind }) => kind === 'shape');
const missing = (rule: string) =>
  `no fixture shows ${rule}: add one to fixtures/shapes/, then run npm run fixtures:update`;
/** Whether a shape has the first expression before a run, and the second in its place afterwards. */
const shows = (before: RegExp, after: RegExp) =>
  shapes.some((shape) => {
    const [source, snapshot] = [shape.before.toString('utf8'), shape.after.toString('utf8')];
    return before.test(source) && !before.test(snapshot) && after.test(snapshot);
  });

it.each(methodRules)('a fixture shows a call that $id rewrites', ({ id, legacy, reviewed }) => {
  expect(shows(new RegExp(`\\.${legacy}\\(`), new RegExp(`\\.${reviewed}\\(`)), missing(id)).toBe(true);
});

it.each(parameterRules)('a fixture shows a key that $id rewrites', ({ id, legacy, reviewed }) => {
  expect(shows(new RegExp(`\\b${legacy}:`), new RegExp(`\\b${reviewed}:`)), missing(id)).toBe(true);
});

it.each(reviewRules)('a fixture shows a place that $id leaves for review', ({ id }) => {
  const shown = shapes.some(({ sites }) =>
    sites?.some(({ rule, status }) => rule === id && status === 'review'),
  );
  expect(shown, missing(id)).toBe(true);
});
