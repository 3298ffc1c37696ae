import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { liveness, type ProcessIdentity, thisProcess } from '../../engine/write/process-identity';

const OWNER = 'owner.json';

/** Makes a folder below `parent` for this process, and removes the folders of dead processes. */
export function ownWorkFolder(parent: string): string {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const folder = path.join(parent, name);
    if (isLeftOver(folder)) rmSync(folder, { recursive: true, force: true });
  }
  const own = mkdtempSync(path.join(parent, 'worker-'));
  writeFileSync(path.join(own, OWNER), JSON.stringify(thisProcess()));
  return own;
}

/** A folder without an owner file is just being made. */
function isLeftOver(folder: string): boolean {
  try {
    return liveness(JSON.parse(readFileSync(path.join(folder, OWNER), 'utf8')) as ProcessIdentity) === 'dead';
  } catch {
    return false;
  }
}
