/** Whether a text imports a module, as far as text tells. */
export function importsModule(text: string, module: string): boolean {
  return new RegExp(`(?:\\bfrom|\\bimport|\\brequire)\\s*\\(?\\s*['"\`]${module}['"\`]`).test(text);
}
