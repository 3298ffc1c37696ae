import type { Range, Template } from '../../resolve/template';

/** A script element's content, or a frontmatter. */
export interface Script extends Range {
  /** The attributes of its tag, as text; empty for a frontmatter. */
  attributes: string;
}

/** A component, as the input of a template's reader. */
export interface Component {
  /** Absolute path. */
  file: string;
  text: string;
  /** The language of its template's expressions. */
  language: 'js' | 'ts';
  /** The scripts whose names the template can use. */
  scripts: readonly Script[];
}

/** @returns `undefined` where nothing in the template matters */
export type ReadTemplate = (component: Component) => Template | undefined;
