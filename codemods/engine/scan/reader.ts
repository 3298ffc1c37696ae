import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** A regular file gives all that it has at once, up to this size. */
const MAX_SINGLE_READ = 1 << 19;

/**
 * @param path absolute
 * @param onOpen told what the file was before it was read
 */
export type Read = (path: string, onOpen?: (stats: Stats) => void) => Buffer;

/** Reads whole files into one buffer that is used again: the result is good until the next call. */
export function reader(): Read {
  let buffer = Buffer.allocUnsafe(1 << 20);
  return (path, onOpen) => {
    const descriptor = openSync(path, 'r');
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
