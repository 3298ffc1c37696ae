import type { FileStats, Reader } from '../file-system/reader';
import { type FileFacts, factsOf, factsOfConfiguration, isCandidate, type Kind } from './file-facts';
import type { Tokens } from './tokens';

export interface ScannedFile {
  facts: FileFacts;
  /** From before the file was read. */
  stats: FileStats;
  /** The whole of a file that may have to change, in a buffer of its own. */
  bytes: Buffer<ArrayBuffer> | undefined;
}

/** @throws the system's error, where the file cannot be read */
export function scanFile(path: string, kind: Kind, read: Reader, tokens: Tokens): ScannedFile {
  let stats: FileStats | undefined;
  const content = read(path, (opened) => {
    stats = opened;
  });
  const facts = kind === 'source' ? factsOf(content, tokens) : factsOfConfiguration(content);
  const bytes = isCandidate(facts) ? Buffer.from(new Uint8Array(content).buffer) : undefined;
  return { facts, stats: stats!, bytes };
}
