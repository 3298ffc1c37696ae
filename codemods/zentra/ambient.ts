import { methodRules, parameterRules, routes } from 'zentra-compat/contract';
import { OWN_DECLARATIONS } from './names';

/** Name of the interface whose members decide whether a receiver is Zentra's. */
export const CARDS_INTERFACE = 'ZentraCards';

/** Folder of the files below, which exist only in memory. */
export const AMBIENT_FOLDER = '/__zentra_codemods_ambient__';
export const AMBIENT_ESM = `${AMBIENT_FOLDER}/zentra.d.ts`;
/** Stands in for a customer's own declarations of the SDK where there are none. */
export const AMBIENT_OWN = `${AMBIENT_FOLDER}/own.d.ts`;
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
 * for both, under every name that the documentation uses (contract, section 1); arguments and results stay open. What a customer
 * declares in addition (see `ownDeclarations`) is the client's, too.
 */
const esm = `
type OwnModule = typeof import('${OWN_DECLARATIONS}');
type IsOpen<T> = 0 extends 1 & T ? true : false;
type Members<T> = IsOpen<T> extends true ? {} : Omit<T, 'cards'>;
type Instance<T> = IsOpen<T> extends true ? {} : T extends abstract new (...values: any) => infer I ? Members<I> : {};
interface Zentra extends Members<import('${OWN_DECLARATIONS}').Zentra>, Members<import('${OWN_DECLARATIONS}').Client>, Instance<OwnModule> {}
export * from '${OWN_DECLARATIONS}';
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
  [AMBIENT_OWN, 'export {};'],
  [AMBIENT_COMMONJS, commonjs],
]);
