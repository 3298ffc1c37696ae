/** The files that resolution may look at. Paths are absolute, with `/`. */
export interface Files {
  exists(path: string): boolean;
  /** Text without its byte order mark, or `undefined` where there is no such readable file. */
  read(path: string): string | undefined;
}
