import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The number of our own calls between the command line and the edit of a text. */
export interface Hops {
  /** The names of our functions, from the command line on. */
  calls: readonly string[];
  files: number;
}

/** The function that applies every rewrite. */
const REWRITE = 'applyEdits';

/** A frame of our code: the libraries of the bundle are not ours. */
const FRAME =
  /^ +at (?:async )?(?<name>\S+) \((?<file>[^()]+\/codemods\/dist\/(?!bundled-)[^:()]+):(?<line>\d+):/gm;

/** Writes the stack of the first rewrite, including awaiting functions. */
const probe = `
const { Module } = require('node:module');
const { writeFileSync } = require('node:fs');
const compile = Module.prototype._compile;
Error.stackTraceLimit = Infinity;
globalThis.__rewriting = () => {
  writeFileSync(process.env.HOPS, new Error().stack);
  globalThis.__rewriting = () => {};
};
Module.prototype._compile = function (source, file) {
  return compile.call(this, source.replace(/function ${REWRITE}\\([^)]*\\) \\{/, '$& globalThis.__rewriting();'), file);
};
`;

/**
 * Migrates a small shop with the command line that is built in a tree, and reads the stack of its first rewrite.
 *
 * @param tree a built checkout
 * @param shop a folder with something to rewrite
 */
export function hopsIn(tree: string, shop: string): Hops {
  const folder = mkdtempSync(join(tmpdir(), 'figures-hops-'));
  try {
    const [script, stack, copy] = [join(folder, 'probe.cjs'), join(folder, 'stack'), join(folder, 'shop')];
    writeFileSync(script, probe);
    cpSync(shop, copy, { recursive: true });
    const command = [join(tree, 'codemods/bin/zentra-codemods.cjs'), 'migrate', '--dry-run'];
    // Our compile cache would load code that the probe has not instrumented.
    const env = { ...process.env, HOPS: stack, NODE_DISABLE_COMPILE_CACHE: '1', XDG_CACHE_HOME: folder };
    const { status, stderr } = spawnSync(process.execPath, ['--require', script, ...command], {
      cwd: copy,
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${tree}: the migration failed:\n${stderr}`);
    const frames = readFileSync(stack, 'utf8').matchAll(FRAME);
    // The first frame is the rewrite itself.
    const ours = [...frames]
      .slice(1)
      .map((frame) => frame.groups as { name: string; file: string; line: string });
    return {
      calls: ours.map(({ name }) => name.replace(/\d+$/, '')).reverse(),
      files: new Set(ours.map(({ file, line }) => moduleAt(file, Number(line)))).size,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The source of a line of a bundle: esbuild names it in a comment above. */
function moduleAt(bundle: string, line: number): string {
  const above = readFileSync(bundle, 'utf8').split('\n').slice(0, line);
  return above.findLast((text) => /^\/\/ \S+\.ts$/.test(text)) ?? bundle;
}
