import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { linkDependencies } from '../link-dependencies';
import { type Touch, touches } from './touches';

const repository = join(import.meta.dirname, '../..');

/** A copy of the repository to which the rule is added. */
export interface RuleCopy {
  root: string;
  /** Makes a touch, or undoes it. */
  make(touch: Touch): void;
  takeBack(touch: Touch): void;
  /** Runs a program of the repository's dependencies in the copy; `output` has everything that it printed. */
  run(command: string, args: readonly string[]): { status: number; output: string };
  /** Runs a file of `scripts/` in the copy. @throws {Error} if it fails, with everything that it printed. */
  runScript(script: string, args: readonly string[]): void;
  remove(): void;
}

/** Copies the files that git lists, links the dependencies of the original, and makes no touch yet. */
export function copyOfRepository(): RuleCopy {
  const root = mkdtempSync(join(tmpdir(), 'new-rule-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  for (const file of listed.split('\0')) {
    if (file !== '' && existsSync(join(repository, file))) cpSync(join(repository, file), join(root, file));
  }
  linkDependencies(root);
  return {
    root,
    make: (touch) => write(join(root, touch.file), touched(touch, textOf(touch))),
    takeBack(touch) {
      const original = textOf(touch);
      if (original === undefined) rmSync(join(root, touch.file));
      else write(join(root, touch.file), original);
    },
    run: (command, args) => runIn(root, [join(root, 'node_modules/.bin', command), ...args]),
    runScript(script, args) {
      const { status, output } = runIn(root, ['node', 'scripts/run-ts.mjs', `scripts/${script}`, ...args]);
      if (status !== 0) throw new Error(output);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function runIn(cwd: string, [command, ...args]: readonly string[]): { status: number; output: string } {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const { status, stdout, stderr, error } = spawnSync(command!, args, { cwd, env, encoding: 'utf8' });
  if (error) throw error;
  return { status: status ?? 1, output: stdout + stderr };
}

/** A file of the original; `undefined` if the touch creates it. */
function textOf({ file, before }: Touch): string | undefined {
  return before === undefined ? undefined : readFileSync(join(repository, file), 'utf8');
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** @throws {Error} if the place of the touch is missing or not unique: the list of touches is out of date. */
function touched({ file, before, text }: Touch, original: string | undefined): string {
  if (before === undefined || original === undefined) return text;
  const at = original.indexOf(before);
  if (at < 0 || at !== original.lastIndexOf(before)) {
    throw new Error(`${file} must have ${JSON.stringify(before)} once: mend scripts/new-rule/touches.ts`);
  }
  return original.slice(0, at) + text + original.slice(at);
}

/** The files that a person touches for the rule. */
export const handTouched: readonly string[] = [...new Set(touches.map(({ file }) => file))];
