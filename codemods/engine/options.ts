import type { Answer } from '../answers/answer';
import type { Mode, Report } from '../report/report';
import type { Edit } from '../rewrite/edits';
import type { Question } from './questions/question';
import type { VerifyLimits } from './verify/bounded';

/** Whether imports of the SDK stay or are switched to the replacement's module. */
export type ClientChoice<Replacement extends string = string> = 'auto' | 'keep' | Replacement;

export interface MigrateOptions {
  /** Absolute path of the folder that is migrated; every path of the report is relative to it. */
  root: string;
  /** Files, folders or globs below the root; empty: everything. */
  paths: readonly string[];
  mode: Mode;
  /** Only these rules; empty: all. */
  rules: readonly string[];
  skipRules: readonly string[];
  client: ClientChoice;
  /** Semver range of the SDK that has the reviewed methods; none by default. */
  reviewedSdk?: string | undefined;
  /** Names of untyped receivers to treat as clients of the SDK: `<name>.cards`. */
  assumeClients: readonly string[];
  /** A person's answers. @default none */
  answers?: readonly Answer[] | undefined;
  /** Files of ours that are written together with the others, in one journal. */
  alongside?: readonly NewText[] | undefined;
  include: readonly string[];
  exclude: readonly string[];
  /** Whether a root without a source file is a result, as for one repository of many. @default false, a mistake */
  mayBeEmpty?: boolean | undefined;
  /** Files, relative to the root, whose every legacy name is reported with its outcome. */
  explained?: readonly string[] | undefined;
  /** Compares the type errors before and after, and writes nothing where there are new ones. */
  verify?: VerifyLimits | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** A file that is written whole, whatever it was before. */
export interface NewText {
  /** Relative to the root, with `/`. */
  file: string;
  after: string;
}

export interface Progress {
  /** `scan` reads, `resolve` asks the compiler, `plan` decides the changes, `verify` compares types, `write` writes. */
  stage: 'scan' | 'resolve' | 'plan' | 'verify' | 'write';
  done: number;
  /** 0 while the total is unknown. */
  total: number;
}

/** One file's bytes before and after. */
export interface FileChange {
  /** Relative to the root, with `/`. */
  file: string;
  /** The new path of a file that is named after the module: `__mocks__/sdk.js`. */
  movedTo?: string | undefined;
  before: Buffer;
  after: Buffer;
  /** Whether the run creates the file. */
  isNew?: true | undefined;
  /** The edits from the old text to the new, in UTF-16 units; absent for package.json files, which are small enough to compare. */
  edits?: readonly Edit[] | undefined;
}

/** One file's text before and after. */
export interface TextChange extends Pick<FileChange, 'file' | 'movedTo' | 'edits'> {
  before: string;
  after: string;
}

/** A change as the API and worker threads receive it. */
export const textChange = ({ before, after, ...change }: FileChange): TextChange => ({
  ...change,
  before: before.toString('utf8'),
  after: after.toString('utf8'),
});

export interface MigrateResult {
  report: Report;
  /** The changes that were or would be written; empty for a check, which needs no bytes. */
  changes: readonly FileChange[];
  /** The open questions to a person, those with the most sites first. */
  questions: readonly Question[];
}
