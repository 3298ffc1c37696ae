import { expect, test } from 'vitest';
import { joined } from '../../../../codemods/resolve/tracing/joined';
import type { Origin } from '../../../../codemods/resolve/verdict';

test.each<[readonly Origin[], Origin]>([
  [[], 'unknown'],
  [['sdk', 'sdk'], 'sdk'],
  [['sdk', 'unknown'], 'sdk'],
  [['sdk', 'elsewhere'], 'partly'],
  [['sdk', 'unseen'], 'partly'],
  [['partly', 'unknown'], 'partly'],
  [['elsewhere', 'unknown'], 'unknown'],
  [['elsewhere', 'unseen'], 'unseen'],
  [['sdk', 'elsewhere', 'unloaded'], 'unloaded'],
])('values that are %j are together %s', (origins, together) => {
  expect(joined(origins)).toBe(together);
  expect(joined([...origins].reverse())).toBe(together);
});
