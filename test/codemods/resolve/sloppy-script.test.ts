import { expect, test } from 'vitest';
import { unitsOf } from '../../../codemods/engine/scan/units';
import { parseUnit } from '../../../codemods/resolve/unit';
import { zentraSdk } from '../../../codemods/zentra/sdk';

const errorOf = (file: string, text: string) =>
  unitsOf(file, text).map((unit) => parseUnit(unit, zentraSdk).error);

test('an old script may colour its output and set file modes in octal', () => {
  expect(errorOf('/a.js', String.raw`console.log('\033[31mred\8'); chmod(0777, 089);`)).toEqual([undefined]);
});

test('a module and a TypeScript file may not', () => {
  expect(errorOf('/a.mjs', String.raw`export const red = '\033[31m';`)[0]).toMatch(
    /does not parse: 1:\d+ Octal/,
  );
  expect(errorOf('/a.ts', String.raw`const red = '\033[31m';`)[0]).toMatch(/does not parse: 1:\d+ Octal/);
});

test('a syntax error beside an octal escape is still one', () => {
  expect(errorOf('/a.js', String.raw`log('\033[31m'); if (`)[0]).toMatch(/does not parse/);
});
