import { closeSync, lstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import type { FileSystem } from './file-system';
import { reader, WITHOUT_WAITING } from './reader';

export const disk: FileSystem = {
  isDisk: true,
  list: (folder) => readdirSync(folder, { withFileTypes: true }),
  status(path) {
    try {
      return lstatSync(path);
    } catch {
      return undefined;
    }
  },
  read(path) {
    const descriptor = openSync(path, WITHOUT_WAITING);
    try {
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
  reader,
  realPath: (path) => realpathSync(path),
};
