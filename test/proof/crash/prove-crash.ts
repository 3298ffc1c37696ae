import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../random';
import { type Processes, processes } from './processes';
import {
  type Bytes,
  leftovers,
  oldIntegration,
  read,
  remove,
  strangers,
  temporaryFolder,
  write,
} from './tree';

export interface CrashProof {
  files: number;
  kills: number;
  /** How many of the kills left the tree partly migrated. */
  halfWay: number;
  /** Milliseconds of a run that is left in peace. */
  undisturbed: number;
}

/** A tree of old files, what migration makes of it, and processes to do it. */
export interface Scene {
  processes: Processes;
  old: Bytes;
  migrated: Bytes;
  undisturbed: number;
  /** A fresh copy of the old tree with a fresh state directory, for the time of `use`. */
  stage<Result>(use: (root: string, state: string) => Promise<Result>): Promise<Result>;
  strike(): void;
}

export async function setScene(files: number): Promise<Scene> {
  const folder = temporaryFolder('crash');
  const running = await processes();
  const old = oldIntegration(files);
  let staged = 0;
  const stage: Scene['stage'] = async (use) => {
    const place = join(folder, String(staged++));
    const root = join(place, 'tree');
    const state = join(place, 'state');
    mkdirSync(state, { recursive: true });
    write(root, old);
    try {
      return await use(root, state);
    } finally {
      remove(place);
    }
  };
  const { migrated, undisturbed } = await stage(async (root, state) => {
    const { code, errors, milliseconds } = await running.run('migrate', root, state);
    if (code !== 0) throw new Error(`The undisturbed migration ended with ${code}: ${errors}`);
    return { migrated: read(root), undisturbed: milliseconds };
  });
  const strike = () => {
    running.remove();
    remove(folder);
  };
  return { processes: running, old, migrated, undisturbed, stage, strike };
}

/**
 * Kills a migration, or its undo, at random moments, and checks that every file is whole and that both ways on end right.
 *
 * @throws {Error} with the seed and what was wrong
 */
export async function proveCrash(
  scene: Scene,
  { runs, seed, onKill = () => undefined }: { runs: number; seed: number; onKill?: (kills: number) => void },
): Promise<CrashProof> {
  const random = randomFrom(seed);
  let halfWay = 0;
  for (let run = 0; run < runs; run++) {
    const problems = await scene.stage(async (root, state) => {
      const killed = await killOnce(scene, root, state, run, random);
      if (killed.halfWay) halfWay++;
      return [...killed.problems, ...(await recover(scene, root, state, run % 3 === 0))];
    });
    onKill(run + 1);
    if (problems.length > 0) throw new Error([`After kill ${run} (seed ${seed}):`, ...problems].join('\n'));
  }
  return { files: scene.old.size, kills: runs, halfWay, undisturbed: Math.round(scene.undisturbed) };
}

/** One in four kills hits an undo; of the others, every second one hits the writing and every second one any moment. */
async function killOnce(scene: Scene, root: string, state: string, run: number, random: () => number) {
  const { processes, old, migrated, undisturbed } = scene;
  if (run % 4 === 3) {
    await processes.run('migrate', root, state);
    await processes.run('undo', root, state, { afterMs: random() * undisturbed });
  } else {
    const kill =
      run % 2 === 0
        ? { atFile: 1 + Math.floor(random() * migrated.size) }
        : { afterMs: random() * undisturbed };
    await processes.run('migrate', root, state, kill);
  }
  const now = read(root);
  const problems = strangers(now, [old, migrated]).map((file) => `${file} is neither old nor new`);
  const isOld = strangers(now, [old]).length === 0;
  const isNew = strangers(now, [migrated]).length === 0;
  return { problems, halfWay: !isOld && !isNew };
}

/** Both ways on: undo at once; or migrate again, and then undo. */
async function recover(scene: Scene, root: string, state: string, again: boolean): Promise<string[]> {
  const { processes, old, migrated } = scene;
  const problems: string[] = [];
  if (again) {
    const { code, errors } = await processes.run('migrate', root, state);
    if (code !== 0) problems.push(`The second migration ended with ${code}: ${errors}`);
    problems.push(...unlike(read(root), migrated, 'after migrating again'));
  }
  problems.push(...(await undoAll(scene, root, state)));
  problems.push(...unlike(read(root), old, 'after undo'));
  return problems;
}

/** Undo goes back one run at a time; it says when there is none left. */
export async function undoAll({ processes, old }: Scene, root: string, state: string): Promise<string[]> {
  for (let runs = 0; runs < 4; runs++) {
    const { code, errors } = await processes.run('undo', root, state);
    if (code === 2 && errors.includes('nothing to undo')) return [];
    if (code !== 0) return [`Undo ended with ${code}: ${errors}`];
    if (strangers(read(root), [old]).length === 0) return [];
  }
  return ['Undo goes on and on'];
}

export function unlike(now: Bytes, expected: Bytes, when: string): string[] {
  return [
    ...strangers(now, [expected]).map((file) => `${file} has the wrong bytes ${when}`),
    ...leftovers(now, [expected]).map((file) => `${file} was left behind ${when}`),
  ];
}
