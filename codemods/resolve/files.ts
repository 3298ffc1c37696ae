/** The files that resolution may read. Paths are absolute, with `/`. */
export interface Files {
  exists(path: string): boolean;
  /** Text without its byte order mark, or `undefined` if the file cannot be read. */
  read(path: string): string | undefined;
}
