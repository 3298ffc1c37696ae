import { isOwnReport } from '../../report/own-report';
import type { FileStats, Reader } from '../file-system/reader';
import {
  type FileFacts,
  factsOf,
  factsOfConfiguration,
  factsOfPage,
  factsOfScript,
  factsOfUnread,
  isCandidate,
  type Kind,
} from './file-facts';
import type { Tokens } from './tokens';

export interface ScannedFile {
  facts: FileFacts;
  /** The stats from before the file was read. */
  stats: FileStats;
  /** Whether it may import from outside its package. */
  mayLeave: boolean;
  /** The bytes of a file that may have to change, in a buffer of their own. */
  bytes: Buffer<ArrayBuffer> | undefined;
}

const factsByKind: Readonly<Record<Kind, (content: Buffer, tokens: Tokens) => FileFacts>> = {
  source: factsOf,
  page: factsOfPage,
  script: factsOfScript,
  unread: factsOfUnread,
  configuration: factsOfConfiguration,
  other: factsOfConfiguration,
};

/**
 * @param mayLeave whether a source file may import from outside its package
 * @throws the system's error if the file cannot be read
 */
export function scanFile(
  path: string,
  kind: Kind,
  read: Reader,
  tokens: Tokens,
  mayLeave: (content: Buffer) => boolean,
): ScannedFile {
  let stats: FileStats | undefined;
  const content = read(path, (opened) => {
    stats = opened;
  });
  const facts = isOwnReport(path, content)
    ? factsOfConfiguration(content)
    : factsByKind[kind](content, tokens);
  const bytes = isCandidate(facts) ? Buffer.from(new Uint8Array(content).buffer) : undefined;
  return { facts, stats: stats!, mayLeave: kind === 'source' && mayLeave(content), bytes };
}
