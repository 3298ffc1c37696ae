/** What an answer would change in a file: the lines of one site, whole. */
export interface CodeChange {
  file: string;
  /** 1-based. */
  line: number;
  before: string;
  after: string;
}

/** One way to answer a question. */
export interface Choice {
  /** The word that is given on the command line and kept in the file of answers. */
  choice: string;
  /** What it means. */
  text: string;
  needsReason: boolean;
  /** What it would change, in some of the sites. */
  changes: readonly CodeChange[];
}

/** A question to a person, which settles all the sites that follow from it. */
export interface Question {
  /** Twelve hexadecimal digits, made of what the question is about: it stays when lines move. */
  id: string;
  /** Whose a client is; what becomes of one use; sites whose client is not switched; a place that cannot be seen. */
  about: 'client' | 'use' | 'waiting' | 'blind-spot';
  text: string;
  /** Relative to the root, with `/`. */
  file: string;
  /** 1-based; none for a file as a whole. */
  line?: number | undefined;
  column?: number | undefined;
  /** How many sites follow from it. */
  sites: number;
  /** Some of them. */
  places: readonly { file: string; line: number }[];
  /** What is known, and what would settle it in the code instead. */
  evidence: readonly string[];
  /** Calls in sight that give a parameter its value. */
  callers: readonly { file: string; line: number }[];
  choices: readonly Choice[];
  /** Digest of the code, and of its callers, that an answer holds for. */
  fingerprint: string;
}
