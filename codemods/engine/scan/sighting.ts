import type { FileStats, Reader } from '../file-system/reader';
import { isCandidate, type Kind, type Look, look, lookAside } from './look';

/** What one reading of a file told. */
export interface Sighting {
  look: Look;
  /** From before the file was read. */
  stats: FileStats;
  /** The whole of a file that may have to change, in a buffer of its own. */
  bytes: Buffer<ArrayBuffer> | undefined;
}

/** @throws the system's error, where the file cannot be read */
export function sight(path: string, kind: Kind, read: Reader): Sighting {
  let stats: FileStats | undefined;
  const content = read(path, (opened) => {
    stats = opened;
  });
  const found = kind === 'source' ? look(content) : lookAside(content);
  const bytes = isCandidate(found) ? Buffer.from(new Uint8Array(content).buffer) : undefined;
  return { look: found, stats: stats!, bytes };
}

/** Why a file could not be read: the system's code, else what the error says. */
export function causeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}
