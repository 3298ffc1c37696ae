import type ts from 'typescript';
import type { Occurrence } from '../resolve/occurrences';
import type { Cause, Door, Evidence } from '../resolve/verdict';
import type { Edit } from './edits';

interface Rewrite {
  status: 'rewritten';
  edits: readonly Edit[];
  /** A name that the new code takes from the replacement. */
  needs?: string;
  /** Lines for the code that reads what it gives, and that no rewrite mends. */
  marks?: readonly Mark[];
}

/** What becomes of one occurrence. */
export type Outcome =
  | Rewrite
  /** No rewrite keeps the meaning: why, and what a person should do. */
  | { status: 'review'; reason: string }
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
