import { createTree, type Tree } from './fixture-tree';
import type { ShapeFixture } from './shape-fixtures';

export const packageJson = `${JSON.stringify({ private: true, dependencies: { '@zentra/sdk': '^1.0.0' } }, null, 2)}\n`;

/** Each fixture has a package of its own in one repository, so that one run answers for all of them. */
export const pathOf = ({ topic, file }: ShapeFixture) =>
  `${topic}/${file.replace(/\.\w+$/, '')}-${/\w+$/.exec(file)![0]}/${file}`;
export const packageJsonOf = (fixture: ShapeFixture) => pathOf(fixture).replace(/[^/]+$/, 'package.json');
export const modeOf = ({ before }: ShapeFixture) => (before.includes('#!/') ? 0o755 : 0o644);

/** One repository that has every fixture as it is before a run. */
export function fixtureRepository(fixtures: readonly ShapeFixture[]): Tree {
  const tree = createTree();
  for (const fixture of fixtures) {
    tree.write(pathOf(fixture), fixture.before, modeOf(fixture));
    tree.write(packageJsonOf(fixture), packageJson);
  }
  return tree;
}
