/** Options for NODE_OPTIONS that make a Node process load files before anything else. */
export const preloadOptions = (files: readonly string[]): string =>
  files.map((file) => `--require ${quoted(file)}`).join(' ');

/** In NODE_OPTIONS, blanks, quotes and backslashes must be quoted. */
function quoted(file: string): string {
  return /[\s"\\]/.test(file) ? `"${file.replace(/[\\"]/g, '\\$&')}"` : file;
}
