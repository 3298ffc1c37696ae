import type { Answer } from '../answers/answer';
import type { Mode, Report } from '../report/report';
import type { Edit } from '../rewrite/edits';
import type { Question } from './questions/question';
import type { VerifyLimits } from './verify/bounded';

/** What imports of the SDK become: they stay, or the replacement's module takes their place. */
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
  /** What a person has answered. @default none */
  answers?: readonly Answer[] | undefined;
  /** Files of ours that are written together with the others, in one journal. */
  alongside?: readonly NewText[] | undefined;
  include: readonly string[];
  exclude: readonly string[];
  /** Files, relative to the root, of which every legacy name is told with what became of it. */
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
  /** `scan` reads, `resolve` asks the compiler, `plan` decides what becomes of it, `verify` compares types, `write` writes. */
  stage: 'scan' | 'resolve' | 'plan' | 'verify' | 'write';
  done: number;
  /** 0 while nobody knows how much there is. */
  total: number;
}

/** One file's bytes before and after. */
export interface FileChange {
  /** Relative to the root, with `/`. */
  file: string;
  /** Where `after` goes, for a file that takes its module's name from its own: `__mocks__/sdk.js`. */
  movedTo?: string | undefined;
  before: Buffer;
  after: Buffer;
  /** Whether the run makes the file. */
  isNew?: true | undefined;
  /** What makes the one text out of the other, in UTF-16 units; absent for package.json files, which are small enough to compare. */
  edits?: readonly Edit[] | undefined;
}

/** One file's text before and after. */
export interface TextChange extends Pick<FileChange, 'file' | 'movedTo' | 'edits'> {
  before: string;
  after: string;
}

/** A change as the API and other threads have it. */
export const textChange = ({ before, after, ...change }: FileChange): TextChange => ({
  ...change,
  before: before.toString('utf8'),
  after: after.toString('utf8'),
});

export interface MigrateResult {
  report: Report;
  /** What was written, or would be; none of a check, which needs no bytes. */
  changes: readonly FileChange[];
  /** What is left to ask a person, most sites first. */
  questions: readonly Question[];
}
