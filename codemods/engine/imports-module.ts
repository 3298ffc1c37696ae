import { escapePattern } from './escape-pattern';

/** Whether a text appears to import a module. */
export function importsModule(text: string, module: string): boolean {
  return new RegExp(`(?:\\bfrom|\\bimport|\\brequire)\\s*\\(?\\s*['"\`]${escapePattern(module)}['"\`]`).test(
    text,
  );
}
