import type { Range, Template } from '../../resolve/template';

/** A script element's content, or a frontmatter. */
export interface Script extends Range {
  /** What stands in its tag behind the name; empty for a frontmatter. */
  attributes: string;
}

/** A component whose template is to be read. */
export interface Component {
  /** Absolute path. */
  file: string;
  text: string;
  /** Of its template's expressions. */
  language: 'js' | 'ts';
  /** Those whose names the template can use. */
  scripts: readonly Script[];
}

/** @returns `undefined` where nothing in the template matters */
export type ReadTemplate = (component: Component) => Template | undefined;
