import type ts from 'typescript';
import type { Occurrence } from '../resolve/occurrences';
import type { Cause, Door, Evidence } from '../resolve/verdict';
import type { Edit } from './edits';

/** What is changed, and what for. */
export interface Rewrite {
  status: 'rewritten';
  edits: readonly Edit[];
  /** A name that the new code takes from the replacement. */
  needs?: string;
  /** Lines for the code that reads what it gives, and that no rewrite mends. */
  marks?: readonly Mark[];
}

/** A rewrite that is right if a person says so. */
export interface Alternative {
  /** One word, such as `keep-reference`: lower case letters and `-`. */
  choice: string;
  /** What is so, in the person's words, and what becomes of the code. */
  text: string;
  outcome: Rewrite;
  /** What is to be said of the rewritten site. */
  notes?: readonly string[];
}

/** What becomes of one occurrence. */
export type Outcome =
  | Rewrite
  /** Nothing in the code tells which rewrite keeps the meaning, if any does: why, what a person should do, and what they may choose. */
  | { status: 'review'; reason: string; choices?: readonly Alternative[] }
  /** A person has looked, and says in a comment or an answer why it stays as it is. */
  | { status: 'accepted'; reason: string; by?: 'answer' }
  /** No legacy use, but something that the guide asks for and the code does not do. Never rewritten. */
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
  /** The source that holds all that is changed. */
  extent: ts.Node;
  notes: readonly string[];
  outcome: Outcome;
}

/** A draft with the imports that its client came through, and what that rests on. */
export interface DraftBehindDoors extends Draft {
  /** Where the types alone did not tell. */
  because?: Evidence;
  /** Why a person must look, where the receiver is not known. */
  causes?: readonly Cause[];
  /** What the client is called there. */
  client?: string;
  /** The names under which the calls are made whose bodies this is in; empty where the site is a call's name itself. */
  calls: readonly ts.Node[];
  /** What would be changed if the receiver were the SDK's. */
  ifOurs?: readonly Edit[];
  /** Empty where none is in sight: then any import of the package may be meant. */
  doors: readonly Door[];
}

export interface Context {
  checker: ts.TypeChecker;
  /** Options that change what a call means, and that some client of the repository sets: what they say is not in sight. */
  clientOptions: ReadonlySet<string>;
}

/** What a transform is told about the unit that an occurrence stands in. */
export interface UnitContext extends Context {
  /** The bodies of every call of the unit that certainly funds a card. */
  fundings: ReadonlySet<ts.Node>;
}

/** A rule's codemod: pure, from an occurrence to what becomes of it. */
export interface Transform {
  rule: string;
  rewrite(occurrence: Occurrence, context: UnitContext): Draft[];
}
