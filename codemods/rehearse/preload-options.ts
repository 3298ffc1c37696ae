/** What makes a Node process load files before anything else, as NODE_OPTIONS has it. */
export const preloadOptions = (files: readonly string[]): string =>
  files.map((file) => `--require ${quoted(file)}`).join(' ');

/** Blanks and backslashes need quotes there. */
function quoted(file: string): string {
  return /[\s"\\]/.test(file) ? `"${file.replace(/[\\"]/g, '\\$&')}"` : file;
}
