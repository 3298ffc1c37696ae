import { expect, test } from 'vitest';
import { importsModule } from '../../../codemods/engine/imports-module';

test.each([
  ["import { Client } from '@vend/pay.js';", true],
  ['export * from "@vend/pay.js";', true],
  ["const pay = require('@vend/pay.js');", true],
  ['await import(`@vend/pay.js`);', true],
  ["import { Client } from '@vend/pay-js';", false],
  ["const name = '@vend/pay.js';", false],
])('whether %s imports @vend/pay.js: %s', (text, expected) => {
  expect(importsModule(text, '@vend/pay.js')).toBe(expected);
});
