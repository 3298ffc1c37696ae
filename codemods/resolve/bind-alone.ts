import ts from 'typescript';
import { closedHost } from './closed-host';
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
  const host = closedHost((name) => (name === unit.name ? source : undefined), '');
  ts.createProgram({ rootNames: [unit.name], options, host }).getTypeChecker();
}
