import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pastRuns, undo } from '../../../../codemods/engine/write/undo';
import { writeChanges } from '../../../../codemods/engine/write/write';
import { useKilledRuns } from './killed-runs';
import { useTrees } from './trees';

const { tree, change, env } = useTrees();

const old = { 'a.ts': 'old a', 'b.ts': 'old b' };
const migrated = { 'a.ts': 'new a', 'b.ts': 'new b' };

/** Journal: 2 steps; each file: 3; the end: 1. */
const WRITE_STEPS = 9;
/** The beginning: 1 step; each file: 3; the end: 1. */
const UNDO_STEPS = 8;

const count = (steps: number) => Array.from({ length: steps }, (_, index) => index + 1);

const kill = useKilledRuns(env);

function contents(root: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(root)
      .filter((file) => !file.endsWith('.tmp'))
      .map((file) => [file, readFileSync(join(root, file), 'utf8')]),
  );
}

function expectWhole(root: string): void {
  for (const [file, text] of Object.entries(contents(root))) {
    expect([old[file as keyof typeof old], migrated[file as keyof typeof old]]).toContain(text);
  }
  expect(Object.keys(contents(root))).toEqual(Object.keys(old));
}

/** What a second `migrate` does: it finds what is still old. */
function migrateAgain(root: string): void {
  const left = Object.keys(old).filter((file) => readFileSync(join(root, file), 'utf8').startsWith('old'));
  const changes = left.map((file) => change(root, file, migrated[file as keyof typeof old]));
  const outcomes = writeChanges(root, changes, { env });
  expect(outcomes.every(({ status }) => status === 'written')).toBe(true);
}

function undoIfAny(root: string): void {
  try {
    undo(root, { env });
  } catch (error) {
    expect((error as Error).message).toContain('nothing to undo');
  }
}

describe.each(count(WRITE_STEPS))('a run that is killed at its step %i', (step) => {
  it('leaves whole files, and an undo brings the old ones back', () => {
    const root = tree(old);
    chmodSync(join(root, 'b.ts'), 0o750);
    kill('write', root, step);
    expectWhole(root);
    undoIfAny(root);
    expect(contents(root)).toEqual(old);
    expect(readdirSync(root)).toEqual(Object.keys(old));
    expect(statSync(join(root, 'b.ts')).mode & 0o777).toBe(0o750);
  });

  it('is completed by a second run, and an undo takes back both', () => {
    const root = tree(old);
    kill('write', root, step);
    migrateAgain(root);
    expect(contents(root)).toEqual(migrated);
    expect(readdirSync(root)).toEqual(Object.keys(old));
    expect(undo(root, { env }).restored.sort()).toEqual(Object.keys(old));
    expect(contents(root)).toEqual(old);
    expect(() => undo(root, { env })).toThrow('nothing to undo');
  });
});

describe.each(count(UNDO_STEPS))('an undo that is killed at its step %i', (step) => {
  it('leaves whole files, and is completed by a second one', () => {
    const root = tree(old);
    migrateAgain(root);
    kill('undo', root, step);
    expectWhole(root);
    undoIfAny(root);
    expect(contents(root)).toEqual(old);
    expect(readdirSync(root)).toEqual(Object.keys(old));
  });
});

describe('after a run that was killed', () => {
  /** With the first of the files replaced. */
  const AFTER_FIRST = 5;

  it('a run with nothing left to do closes it', () => {
    const root = tree(old);
    kill('write', root, WRITE_STEPS - 1);
    writeChanges(root, [], { env });
    expect(pastRuns(root, env)).toMatchObject([{ interrupted: false }]);
    expect(undo(root, { env }).restored).toHaveLength(2);
  });

  it('an edit of a replaced file is not undone silently, not even after a second run', () => {
    const root = tree(old);
    kill('write', root, AFTER_FIRST);
    writeFileSync(join(root, 'a.ts'), 'edited');
    expect(() => undo(root, { env })).toThrow(/edited or removed since the run:\n {2}a\.ts/);
    writeFileSync(join(root, 'a.ts'), migrated['a.ts']);
    migrateAgain(root);
    writeFileSync(join(root, 'a.ts'), 'edited');
    expect(() => undo(root, { env })).toThrow(/edited or removed since the run:\n {2}a\.ts/);
  });

  it('an edit of a file that it had not replaced is left alone', () => {
    const root = tree(old);
    kill('write', root, AFTER_FIRST);
    writeFileSync(join(root, 'b.ts'), 'edited');
    undo(root, { env });
    expect(contents(root)).toEqual({ ...old, 'b.ts': 'edited' });
  });

  it("its lock stands in nobody's way", () => {
    const root = tree(old);
    kill('write', root, AFTER_FIRST);
    expect(() => migrateAgain(root)).not.toThrow();
  });
});
