import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PICTURE, picture } from '../../scripts/picture/main';

test("the README's picture shows what a run prints (npm run docs:picture)", () => {
  expect(readFileSync(PICTURE, 'utf8')).toBe(picture());
});
