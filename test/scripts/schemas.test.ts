import { expect, test } from 'vitest';
import { staleSchemas } from '../../scripts/schemas';

test('every published schema is what the code says: otherwise run npm run schemas', () => {
  expect(staleSchemas()).toEqual([]);
});
