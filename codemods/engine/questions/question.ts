/** The change of an answer to a file, in whole lines. */
export interface CodeChange {
  file: string;
  /** 1-based. */
  line: number;
  before: string;
  after: string;
}

/** One way to answer a question. */
export interface Choice {
  /** The word on the command line and in the file of answers. */
  choice: string;
  /** The meaning of the choice. */
  text: string;
  needsReason: boolean;
  /** The changes to some of the sites. */
  changes: readonly CodeChange[];
}

/** A question to a person, which settles all the sites that follow from it. */
export interface Question {
  /** Twelve hexadecimal digits, from the subject of the question, so that the id stays when lines move. */
  id: string;
  /** The owner of a client; the rewrite of one use; sites whose client is not switched; a place out of sight. */
  about: 'client' | 'use' | 'waiting' | 'blind-spot';
  text: string;
  /** Relative to the root, with `/`. */
  file: string;
  /** 1-based; none for a file as a whole. */
  line?: number | undefined;
  column?: number | undefined;
  /** The number of sites that follow from it. */
  sites: number;
  /** Some of them. */
  places: readonly { file: string; line: number }[];
  /** The known facts, and the change of the code that would settle the question instead. */
  evidence: readonly string[];
  /** Calls in sight that pass a parameter its value. */
  callers: readonly { file: string; line: number }[];
  choices: readonly Choice[];
  /** Digest of the code, and of its callers, that an answer holds for. */
  fingerprint: string;
}
