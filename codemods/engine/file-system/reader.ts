import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** What tells whether a file is still the one that was read: bytes, inode, milliseconds since the epoch. */
export interface FileStats {
  size: number;
  ino: number;
  /** Of the last edit. */
  mtimeMs: number;
  /** Of the last change of any kind. */
  ctimeMs: number;
}

/** A pipe that nobody writes to would hold up the run for ever: opened in this way, it is empty. Windows has no such flag, nor such pipes. */
export const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A regular file gives all that it has at once, up to this size. */
const MAX_SINGLE_READ = 1 << 19;

/**
 * Reads a whole file. The result is good until the next call.
 *
 * @param path absolute
 * @param onOpen told what the file was before it was read
 * @throws the system's error, where the file cannot be read
 */
export type Reader = (path: string, onOpen?: (stats: FileStats) => void) => Buffer;

/** Reads files of the disk into one buffer, which is used again. */
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
