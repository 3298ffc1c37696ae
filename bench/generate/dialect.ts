import type { Random } from './random';

/** Language features of a file extension. */
export interface Dialect {
  extension: string;
  typed: boolean;
  jsx: boolean;
  modules: 'esm' | 'commonjs';
}

const esm = (extension: string): Dialect => ({
  extension,
  typed: /^[cm]?ts/.test(extension),
  jsx: extension.endsWith('x'),
  modules: 'esm',
});
const commonjs = (extension: string): Dialect => ({ ...esm(extension), modules: 'commonjs' });

/** Extensions per hundred files, as in a grown monorepo. */
const shares: readonly (readonly [percent: number, Dialect])[] = [
  [60, esm('ts')],
  [15, esm('tsx')],
  [12, commonjs('js')],
  [6, esm('jsx')],
  [3, esm('mjs')],
  [2, commonjs('cjs')],
  [1, esm('mts')],
  [1, esm('cts')],
];

export function pickDialect(random: Random): Dialect {
  let left = random.between(1, 100);
  for (const [percent, dialect] of shares) {
    left -= percent;
    if (left <= 0) return dialect;
  }
  return esm('ts');
}

export const importOf = ({ modules }: Dialect, name: string, from: string): string =>
  modules === 'esm' ? `import { ${name} } from '${from}';` : `const { ${name} } = require('${from}');`;

/** The type annotation, if the dialect has types. */
export const typed = (dialect: Dialect, annotation: string): string =>
  dialect.typed ? `: ${annotation}` : '';

/** A declaration that other files may import: `export …` in an ES module. */
export const exported = ({ modules }: Dialect): string => (modules === 'esm' ? 'export ' : '');

export const exportsOf = ({ modules }: Dialect, names: readonly string[]): string[] =>
  modules === 'esm' || names.length === 0 ? [] : [`module.exports = { ${names.join(', ')} };`];
