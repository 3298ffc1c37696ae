import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../../codemods/engine/options';
import { undo } from '../../../../codemods/engine/write/undo';
import { writeChanges } from '../../../../codemods/engine/write/write';
import { useKilledRuns } from './killed-runs';
import { useTrees } from './trees';

const { tree, env } = useTrees();

const FROM = 'mocks/@zentra/sdk.js';
const TO = 'mocks/zentra-compat.js';

function move(root: string): FileChange {
  return { file: FROM, movedTo: TO, before: readFileSync(join(root, FROM)), after: Buffer.from('new') };
}

function contents(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(root, file)).isFile(),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

describe('a change that gives a file another name', () => {
  it('leaves the file under the new name alone, and no empty folder', () => {
    const root = tree({ [FROM]: 'old' });
    expect(writeChanges(root, [move(root)], { env })).toEqual([{ file: FROM, status: 'written' }]);
    expect(contents(root)).toEqual({ [TO]: 'new' });
    expect(readdirSync(join(root, 'mocks'))).toEqual(['zentra-compat.js']);
  });

  it('is undone: the old name, the old bytes, and nothing under the new one', () => {
    const root = tree({ [FROM]: 'old' });
    writeChanges(root, [move(root)], { env });
    expect(undo(root, { env }).restored.sort()).toEqual([FROM, TO]);
    expect(contents(root)).toEqual({ [FROM]: 'old' });
  });

  it('is not undone where somebody edited the file under its new name', () => {
    const root = tree({ [FROM]: 'old' });
    writeChanges(root, [move(root)], { env });
    writeFileSync(join(root, TO), 'theirs');
    expect(() => undo(root, { env })).toThrow(
      /edited or removed since the run:\n {2}mocks\/zentra-compat\.js/,
    );
    expect(contents(root)).toEqual({ [TO]: 'theirs' });
  });

  it('never replaces a file that has the new name already', () => {
    const root = tree({ [FROM]: 'old', [TO]: 'theirs' });
    expect(writeChanges(root, [move(root)], { env })).toEqual([
      { file: FROM, status: 'failed', error: `there is a ${TO} already` },
    ]);
    expect(contents(root)).toEqual({ [FROM]: 'old', [TO]: 'theirs' });
  });

  it('does not happen where the file was edited since it was read', () => {
    const root = tree({ [FROM]: 'old' });
    const change = move(root);
    writeFileSync(join(root, FROM), 'theirs');
    expect(writeChanges(root, [change], { env })[0]?.status).toBe('failed');
    expect(contents(root)).toEqual({ [FROM]: 'theirs' });
  });

  it('is taken back where the file is edited while it is moved', () => {
    const root = tree({ [FROM]: 'old' });
    const [outcome] = writeChanges(root, [move(root)], {
      env,
      onStep: (step) => step === 'created' && writeFileSync(join(root, FROM), 'theirs'),
    });
    expect(outcome?.status).toBe('failed');
    expect(contents(root)).toEqual({ [FROM]: 'theirs' });
  });
});

describe('a move that is killed', () => {
  /** Journal: 2 steps; the new file: 3; the old one: 2; the end: 1. */
  const STEPS = 8;
  const kill = useKilledRuns(env);

  function killed(step: number): string {
    const root = tree({ [FROM]: 'old' });
    kill('move', root, step);
    return root;
  }

  const steps = Array.from({ length: STEPS }, (_, index) => index + 1);

  it.each(steps)('at its step %i: an undo brings the old file back', (step) => {
    const root = killed(step);
    try {
      undo(root, { env });
    } catch (error) {
      expect((error as Error).message).toContain('nothing to undo');
    }
    expect(contents(root)).toEqual({ [FROM]: 'old' });
  });

  it.each(steps)('at its step %i: a second run completes it, and an undo takes back both', (step) => {
    const root = killed(step);
    const left = FROM in contents(root) ? [move(root)] : [];
    expect(writeChanges(root, left, { env }).every(({ status }) => status === 'written')).toBe(true);
    expect(contents(root)).toEqual({ [TO]: 'new' });
    undo(root, { env });
    expect(contents(root)).toEqual({ [FROM]: 'old' });
  });
});
