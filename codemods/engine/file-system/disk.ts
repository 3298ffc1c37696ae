import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import type { FileSystem } from './file-system';
import { reader } from './reader';

/** A pipe that nobody writes to would hold up the run for ever: opened in this way, it is empty. Windows has no such flag, nor such pipes. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

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
