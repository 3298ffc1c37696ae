import { escapable, escapableText } from '../resolve/escapes';

const REQUIRE = escapable('require');

/** Whether a text appears to import a module. */
export function importsModule(text: string, module: string): boolean {
  return new RegExp(`(?:\\bfrom|\\bimport|${REQUIRE})\\s*\\(?\\s*['"\`]${escapableText(module)}['"\`]`).test(
    text,
  );
}
