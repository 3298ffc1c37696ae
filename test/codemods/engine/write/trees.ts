import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach } from 'vitest';
import type { FileChange } from '../../../../codemods/engine/options';

const temporary = (name: string) => realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));

/** Throw-away trees, and a state directory that is fresh for every test. */
export function useTrees() {
  const made: string[] = [];
  const env = { XDG_STATE_HOME: '' };
  beforeEach(() => {
    env.XDG_STATE_HOME = temporary('state');
    made.push(env.XDG_STATE_HOME);
  });
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return {
    env,
    tree(files: Record<string, string | Buffer>): string {
      const root = temporary('tree');
      made.push(root);
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), content);
      }
      return root;
    },
    change(root: string, file: string, after: string): FileChange {
      return { file, before: readFileSync(join(root, file)), after: Buffer.from(after) };
    },
  };
}
