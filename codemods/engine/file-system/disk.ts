import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import type { FileSystem } from './file-system';
import { reader } from './reader';

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
  read: (path) => readFileSync(path),
  reader,
  realPath: (path) => realpathSync(path),
};
