import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Stats that tell whether a file has changed since it was read: bytes, inode, milliseconds since the epoch. */
export interface FileStats {
  size: number;
  ino: number;
  /** Time of the last edit. */
  mtimeMs: number;
  /** Time of the last change of any kind. */
  ctimeMs: number;
}

/** Without this flag, a pipe without a writer would block the run for ever; with it, the pipe reads as empty. Windows has neither. */
export const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** One read returns the whole of a regular file up to this size. */
const MAX_SINGLE_READ = 1 << 19;

/**
 * Reads a whole file. The result is valid until the next call.
 *
 * @param path absolute
 * @param onOpen receives the stats from before the file was read
 * @throws the system's error, where the file cannot be read
 */
export type Reader = (path: string, onOpen?: (stats: FileStats) => void) => Buffer;

/** Reads files of the disk into one buffer, which is reused. */
export function reader(): Reader {
  let buffer = Buffer.allocUnsafe(1 << 20);
  return (path, onOpen) => {
    const descriptor = openSync(path, WITHOUT_WAITING);
    try {
      onOpen?.(fstatSync(descriptor));
      let length = 0;
      for (;;) {
        const count = readSync(descriptor, buffer, length, buffer.length - length, null);
        length += count;
        if (length < buffer.length) {
          if (count === 0 || length < MAX_SINGLE_READ) return buffer.subarray(0, length);
        } else {
          buffer = Buffer.concat([buffer], buffer.length * 2);
        }
      }
    } finally {
      closeSync(descriptor);
    }
  };
}
