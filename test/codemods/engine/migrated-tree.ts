import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { migrate } from '../../../codemods/engine/migrate';
import type { Migration } from '../../../codemods/engine/migration';
import type { MigrateOptions } from '../../../codemods/engine/options';
import type { MigrateInternals } from '../../../codemods/engine/setting';
import { zentra } from '../../../codemods/zentra/index';
import { reportErrors } from '../report/published-schema';
import { wholeTree } from './whole-tree';

/** A temporary tree with journals and caches of its own, which is gone after the test. */
export interface Tree {
  root: string;
  read(file: string): string;
  write(files: Readonly<Record<string, string>>): void;
  migrate(
    options?: Partial<MigrateOptions>,
    internals?: MigrateInternals,
    migration?: Migration,
  ): ReturnType<typeof migrate>;
}

export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const home = mkdtempSync(join(tmpdir(), 'zentra-tree-'));
  const root = join(home, 'tree');
  mkdirSync(root);
  const saved = { state: process.env.XDG_STATE_HOME, cache: process.env.XDG_CACHE_HOME };
  process.env.XDG_STATE_HOME = join(home, 'state');
  process.env.XDG_CACHE_HOME = join(home, 'cache');
  onTestFinished(() => {
    restore('XDG_STATE_HOME', saved.state);
    restore('XDG_CACHE_HOME', saved.cache);
    rmSync(home, { recursive: true, force: true });
  });
  const write: Tree['write'] = (written) => {
    for (const [file, text] of Object.entries(written)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  };
  write(files);
  return {
    root,
    write,
    read: (file) => readFileSync(join(root, file), 'utf8'),
    async migrate(options = {}, internals = {}, migration = zentra) {
      const given: MigrateOptions = { ...wholeTree, root, mode: 'check', ...options };
      const result = await migrate(migration, given, internals);
      expect(reportErrors(result.report)).toEqual([]);
      return result;
    },
  };
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
