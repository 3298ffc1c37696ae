/** The module that imports are switched away from, and the one that takes its place. */
export interface SwitchTarget {
  module: string;
  replacement: string;
  /** What the replacement exports, types included: names that an import may take from it. */
  exports: ReadonlySet<string>;
}
