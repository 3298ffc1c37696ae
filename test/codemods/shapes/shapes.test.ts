import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methodRules } from 'zentra-compat/contract';
import type { MigrateResult } from '../../../codemods/engine/options';
import { unitsOf } from '../../../codemods/engine/scan/units';
import { undo } from '../../../codemods/engine/write/undo';
import { parseUnit } from '../../../codemods/resolve/unit';
import { zentraSdk } from '../../../codemods/zentra/sdk';
import { fixtureRepository, modeOf, packageJson, packageJsonOf, pathOf } from './fixture-repository';
import { compareSites, reportedSites, type Tree, visible } from './fixture-tree';
import { shapeFixtures } from './shape-fixtures';

const fixtures = shapeFixtures();

const ownNotes = new Map<string, readonly string[]>(
  methodRules.map((rule) => [rule.id, 'note' in rule ? [rule.note] : []]),
);

let tree: Tree;
let first: MigrateResult;
let whole: MigrateResult;
let second: MigrateResult;
const afterFirst = new Map<string, Buffer>();
const modesAfterFirst = new Map<string, number>();
const afterSecond = new Map<string, Buffer>();

beforeAll(async () => {
  tree = fixtureRepository(fixtures);
  whole = await tree.migrate({ mode: 'dry-run' }, { scope: 'whole' });
  first = await tree.migrate();
  for (const fixture of fixtures) {
    const path = pathOf(fixture);
    afterFirst.set(path, tree.read(path));
    modesAfterFirst.set(path, tree.mode(path));
  }
  second = await tree.migrate();
  for (const fixture of fixtures) afterSecond.set(pathOf(fixture), tree.read(pathOf(fixture)));
}, 120_000);

afterAll(() => tree.remove());

it('finds fixtures', () => {
  expect(fixtures.length).toBeGreaterThan(200);
});

describe.each(fixtures.map((fixture) => [pathOf(fixture), fixture] as const))('%s', (path, fixture) => {
  const of = <T extends { file: string }>(items: readonly T[] | undefined) =>
    (items ?? []).filter(({ file }) => file === path);

  it(fixture.kind === 'decoy' ? 'keeps its bytes' : 'becomes its snapshot, byte for byte', () => {
    expect(of(first.report.files).filter(({ status }) => status === 'failed')).toEqual([]);
    expect(visible(afterFirst.get(path)!)).toBe(visible(fixture.after));
    expect(afterFirst.get(path)!.equals(fixture.after)).toBe(true);
    expect(modesAfterFirst.get(path)).toBe(modeOf(fixture));
  });

  it('is reported site by site', () => {
    const reported = reportedSites(first.report, path);
    if (fixture.sites) {
      const { found, wanted } = compareSites(reported, fixture.sites);
      expect(found).toEqual(wanted);
    } else if (fixture.kind === 'decoy') {
      expect(reported).toEqual([]);
    } else {
      expect(reported.length).toBeGreaterThan(0);
      for (const { rule, status, texts } of reported) {
        expect({ status, texts }).toEqual({ status: 'rewritten', texts: ownNotes.get(rule) ?? [] });
      }
    }
  });

  it('is the same when every import is loaded', () => {
    expect(of(whole.report.sites)).toEqual(of(first.report.sites));
    expect(of(whole.changes).map(({ after }) => visible(after))).toEqual(
      of(first.changes).map(({ after }) => visible(after)),
    );
  });

  it('does not change any more', () => {
    expect(visible(afterSecond.get(path)!)).toBe(visible(fixture.after));
    expect(of(second.report.sites).filter(({ status }) => status === 'rewritten')).toEqual([]);
  });

  it('parses as it did before', () => {
    const parses = (bytes: Buffer) =>
      unitsOf(`/${path}`, bytes.toString('utf8')).map(
        (unit) => parseUnit(unit, zentraSdk).error === undefined,
      );
    expect(parses(afterFirst.get(path)!)).toEqual(parses(fixture.before));
    if (!/\.mdx?$/.test(path)) expect(parses(fixture.before)).not.toContain(false);
  });
});

describe('undo', () => {
  it('restores every byte and mode', () => {
    expect(second.changes).toEqual([]);
    const { restored, failed } = undo(tree.root);
    expect(failed).toEqual([]);
    expect(restored.sort()).toEqual(first.changes.map(({ file }) => file).sort());
    for (const fixture of fixtures) {
      const path = pathOf(fixture);
      expect(tree.read(path).equals(fixture.before), path).toBe(true);
      expect(tree.mode(path), path).toBe(modeOf(fixture));
      expect(tree.read(packageJsonOf(fixture)).toString('utf8')).toBe(packageJson);
    }
  });
});
