/** The module that imports are switched from, and its replacement. */
export interface SwitchTarget {
  module: string;
  replacement: string;
  /** Names that the replacement exports, types included. */
  exports: ReadonlySet<string>;
}
