import type ts from 'typescript';
import type { Sdk } from './sdk';

/** Folder of the files below, which exist only in memory. */
export const AMBIENT_FOLDER = '/__codemods_ambient__';
export const AMBIENT_ESM = `${AMBIENT_FOLDER}/sdk.d.ts`;
export const AMBIENT_COMMONJS = `${AMBIENT_FOLDER}/sdk-commonjs.d.ts`;
/** Empty module for a program without the customer's own declarations of the SDK. */
export const AMBIENT_OWN = `${AMBIENT_FOLDER}/own.d.ts`;

/** Module name, which no package can have, for a customer's hand-written declarations of the SDK. */
export const OWN_DECLARATIONS = 'sdk:own-declarations';

/** Text of an ambient file of the SDK, by the name that the compiler uses. */
export function ambientText(name: string, { declarations }: Sdk): string | undefined {
  if (name === AMBIENT_ESM) return declarations.esm;
  if (name === AMBIENT_OWN) return 'export {};';
  return name === AMBIENT_COMMONJS ? declarations.commonJs : undefined;
}

/** Whether a node is in a declaration of the SDK or of the language's library. */
export function isAmbient(node: ts.Node): boolean {
  return node.getSourceFile().fileName.startsWith(AMBIENT_FOLDER);
}
