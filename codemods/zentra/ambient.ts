import { methodRules, parameterRules, routes } from 'zentra-compat/contract';
import { OWN_DECLARATIONS } from '../resolve/ambient';

/** Name of the interface that identifies Zentra's receivers. */
export const CARDS_INTERFACE = 'ZentraCards';

const members = new Set<string>([
  ...Object.keys(routes),
  'updateSecurity',
  'lockAndRestrict',
  ...methodRules.flatMap((rule) => [rule.legacy, rule.reviewed]),
  ...parameterRules.flatMap((rule) => rule.methods),
]);

/**
 * Types of `@zentra/sdk` and `zentra-compat`, so that a migration needs neither to be installed. One class represents
 * both clients, under every name that the documentation uses (contract, section 1); arguments and results are untyped. It also has
 * the members that a customer declares in addition (see `ownDeclarations`).
 */
export const esmDeclarations = `
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

export const commonJsDeclarations = `
import { Zentra } from './sdk';
export = Zentra;
`;
