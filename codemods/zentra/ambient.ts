import { methodRules, parameterRules, routes } from 'zentra-compat/contract';

/** Name of the interface whose members decide whether a receiver is Zentra's. */
export const CARDS_INTERFACE = 'ZentraCards';

/** Folder of the files below, which exist only in memory. */
export const AMBIENT_FOLDER = '/__zentra_codemods_ambient__';
export const AMBIENT_ESM = `${AMBIENT_FOLDER}/zentra.d.ts`;
export const AMBIENT_COMMONJS = `${AMBIENT_FOLDER}/zentra-commonjs.d.ts`;

const members = new Set<string>([
  ...Object.keys(routes),
  'updateSecurity',
  'lockAndRestrict',
  ...methodRules.flatMap((rule) => [rule.legacy, rule.reviewed]),
  ...parameterRules.flatMap((rule) => rule.methods),
]);

/**
 * Types of `@zentra/sdk` and `zentra-compat`, so that neither needs to be installed where code is migrated. One class stands
 * for both, under every name that the documentation uses (contract, section 1); arguments and results stay open.
 */
const esm = `
export interface ${CARDS_INTERFACE} {
${[...members].map((name) => `  ${name}(card?: any, rest?: any, options?: any): Promise<any>;`).join('\n')}
}
declare class Zentra {
  constructor(options?: any, ...rest: any[]);
  readonly cards: ${CARDS_INTERFACE};
}
declare namespace Zentra {
  export { Zentra, Zentra as Client, Zentra as default, wrapZentra, spendingLimitsFrom };
}
export declare function wrapZentra(client: any, options?: any): Zentra;
export declare function spendingLimitsFrom(limits: any, options?: any): any;
export { Zentra, Zentra as Client, Zentra as default };
`;

const commonjs = `
import { Zentra } from './zentra';
export = Zentra;
`;

export const ambientFiles: ReadonlyMap<string, string> = new Map([
  [AMBIENT_ESM, esm],
  [AMBIENT_COMMONJS, commonjs],
]);
