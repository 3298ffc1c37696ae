import type ts from 'typescript';
import type { Occurrence } from '../resolve/occurrences';
import type { Cause, Door, Evidence } from '../resolve/verdict';
import type { Edit } from './edits';
import type { SiteRole } from './site-role';

/** The edits for one site, and their requirements. */
export interface Rewrite {
  status: 'rewritten';
  edits: readonly Edit[];
  /** A name that the new code takes from the replacement. */
  needs?: string;
  /** TODO lines for code that reads the result of the call and that no rewrite can adapt. */
  marks?: readonly Mark[];
}

/** A rewrite that is right if a person confirms it. */
export interface Alternative {
  /** One word, such as `keep-reference`: letters, `-` and `_`. */
  choice: string;
  /** The fact that the person confirms, in the person's words, and the effect on the code. */
  text: string;
  outcome: Rewrite;
  /** Notes for the report on the rewritten site. */
  notes?: readonly string[];
}

/** Outcome for one occurrence. */
export type Outcome =
  | Rewrite
  /** The code does not tell which rewrite keeps the meaning, if any does: the reason, with advice, and the choices for a person. */
  | { status: 'review'; reason: string; choices?: readonly Alternative[] }
  /** A person has looked, and explains in a comment or an answer why the code stays as it is. */
  | { status: 'accepted'; reason: string; by?: 'answer' }
  /** No legacy use, but the code does not do something that the guide asks for. Never rewritten. */
  | { status: 'advice' };

/** A TODO line above the statement of a node. */
export interface Mark {
  at: ts.Node;
  text: string;
}

export interface Draft {
  rule: string;
  code?: string;
  /** The token that the site's line and column point at. */
  anchor: ts.Node;
  /** The node that contains all changes. */
  extent: ts.Node;
  notes: readonly string[];
  outcome: Outcome;
}

/** A draft with the imports that its client came through, and the evidence for it. */
export interface DraftBehindDoors extends Draft {
  /** Evidence, where the types alone are not enough. */
  because?: Evidence;
  /** Why a person must look, where the receiver is not known. */
  causes?: readonly Cause[];
  /** Name of the client at the site. */
  client?: string;
  /** Names of the calls whose bodies contain the site; empty where the site is the name of a call itself. */
  calls: readonly ts.Node[];
  /** The edits if the receiver were the SDK's. */
  ifOurs?: readonly Edit[];
  /** What the site is to the fakes of the client. */
  role?: SiteRole;
  /** Imports of the client; empty if none is known: then any import of the package may be its origin. */
  doors: readonly Door[];
}

export interface Context {
  checker: ts.TypeChecker;
  /** Client options that change the meaning of a call and that some client of the repository sets; their values are unknown. */
  clientOptions: ReadonlySet<string>;
}

/** Information for a transform about the unit of an occurrence. */
export interface UnitContext extends Context {
  /** The bodies of every call of the unit that certainly funds a card. */
  fundings: ReadonlySet<ts.Node>;
}

/** A rule's codemod: a pure function from an occurrence to its drafts. */
export interface Transform {
  rule: string;
  rewrite(occurrence: Occurrence, context: UnitContext): Draft[];
}
