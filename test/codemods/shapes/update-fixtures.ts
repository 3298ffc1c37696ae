import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { fixtureRepository, pathOf } from './fixture-repository';
import { createTree } from './fixture-tree';
import { filesBelow, projectFixtures, projectsFolder, shapeFixtures, shapesFolder } from './shape-fixtures';

/** A snapshot, or a file of a project's `after/`, that was written again. */
export interface UpdatedFile {
  /** Relative to `fixtures/`, with `/`. */
  file: string;
  /** Empty where the file is new. */
  was: string;
  now: string;
}

/** What a run makes of the shapes is written to their snapshots. A decoy that changed stays: it is a fault of the codemods. */
export async function updateShapes(
  isMeant: (fixture: string) => boolean,
  folder = shapesFolder,
): Promise<UpdatedFile[]> {
  const added = addMissingSnapshots(folder, isMeant);
  const fixtures = shapeFixtures(folder).filter(
    ({ topic, file, kind }) => kind === 'shape' && isMeant(`shapes/${topic}/${file}`),
  );
  if (fixtures.length === 0) return [];
  const tree = fixtureRepository(fixtures);
  try {
    await tree.migrate();
    return fixtures.flatMap((fixture) => {
      const { name, ext } = parse(fixture.file);
      const snapshot = `${fixture.topic}/${name}.snapshot${ext}`;
      const isNew = added.includes(snapshot);
      const was = isNew ? '' : fixture.after.toString('utf8');
      return written(join(folder, snapshot), `shapes/${snapshot}`, was, tree.read(pathOf(fixture)), isNew);
    });
  } finally {
    tree.remove();
  }
}

/** A new fixture starts with a copy of itself. */
function addMissingSnapshots(folder: string, isMeant: (fixture: string) => boolean): string[] {
  return readdirSync(folder).flatMap((topic) =>
    readdirSync(join(folder, topic)).flatMap((file) => {
      const { name, ext } = parse(file);
      const snapshot = `${topic}/${name}.snapshot${ext}`;
      const isSource = ext !== '.sites' && !/\.(snapshot|decoy)$/.test(name);
      if (!isSource || !isMeant(`shapes/${topic}/${file}`) || existsSync(join(folder, snapshot))) return [];
      copyFileSync(join(folder, topic, file), join(folder, snapshot));
      return [snapshot];
    }),
  );
}

/** What a run makes of each project is written to its `after/`. */
export async function updateProjects(
  isMeant: (fixture: string) => boolean,
  folder = projectsFolder,
): Promise<UpdatedFile[]> {
  const updated: UpdatedFile[] = [];
  for (const { name, before, after } of projectFixtures(folder)) {
    if (!isMeant(`projects/${name}`)) continue;
    const files = filesBelow(before);
    const tree = createTree();
    try {
      for (const file of files) tree.write(file, readFileSync(join(before, file)));
      await tree.migrate();
      for (const file of filesBelow(after)) if (!files.includes(file)) rmSync(join(after, file));
      for (const file of files) {
        const target = join(after, file);
        const isNew = !existsSync(target);
        const was = isNew ? '' : readFileSync(target, 'utf8');
        updated.push(...written(target, `projects/${name}/after/${file}`, was, tree.read(file), isNew));
      }
    } finally {
      tree.remove();
    }
  }
  return updated;
}

function written(target: string, file: string, was: string, now: Buffer, isNew: boolean): UpdatedFile[] {
  if (!isNew && readFileSync(target).equals(now)) return [];
  writeFileSync(target, now);
  return [{ file, was, now: now.toString('utf8') }];
}
