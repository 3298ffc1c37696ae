/** Position of a call in the program's source. */
export interface CallSite {
  /** Relative to the working directory, with `/`; absolute outside of it; `null` where the caller is unknown. */
  file: string | null;
  /** 1-based; 0 where the caller is unknown. */
  line: number;
  column: number;
  /** Name of the calling function, if it has one. */
  function?: string | undefined;
}

export const unknownCallSite: CallSite = Object.freeze({ file: null, line: 0, column: 0 });

/** `src/pay.ts:12:7` */
export function locationOf({ file, line, column }: CallSite): string {
  return file === null ? 'an unknown place' : `${file}:${line}:${column}`;
}
