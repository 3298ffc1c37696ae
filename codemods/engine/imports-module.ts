import { escapable, escapableText } from '../resolve/escapes';
import type { Sdk } from '../resolve/sdk';

const REQUIRE = escapable('require');

/** Whether a text appears to import a module. */
export function importsModule(text: string, module: string): boolean {
  return new RegExp(`(?:\\bfrom|\\bimport|${REQUIRE})\\s*\\(?\\s*['"\`]${escapableText(module)}['"\`]`).test(
    text,
  );
}

/** Whether a text appears to import the SDK. */
export const importsSdk = (text: string, { module }: Sdk): boolean => importsModule(text, module);
