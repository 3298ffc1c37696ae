import ts from 'typescript';
import type { Sdk } from './sdk';
import { parseUnit, type Unit } from './unit';

/**
 * Parses and binds one unit by itself.
 *
 * @throws {RangeError} if the unit is nested too deeply for the stack, and any other error of the compiler
 */
export function bindAlone(unit: Unit, sdk: Sdk): void {
  const { source, error } = parseUnit(unit, sdk);
  if (error !== undefined) return;
  const options: ts.CompilerOptions = { allowJs: true, noLib: true, noResolve: true, types: [] };
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === unit.name ? source : undefined),
    getDefaultLibFileName: () => '',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: () => false,
    readFile: () => undefined,
    writeFile: () => undefined,
  };
  ts.createProgram({ rootNames: [unit.name], options, host }).getTypeChecker();
}
