import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { proveCrash, type Scene, setScene, undoAll, unlike } from './crash/prove-crash';
import { smallDisk } from './crash/small-disk';
import { read, strangers, write } from './crash/tree';
import { proofOptions } from './proof-options';

const { runs, seed, asked } = proofOptions('crash', { runs: 4, seed: 20260 });
const files = asked ? 1000 : 40;
/** Processes are started in turn, and a busy machine may take its time. */
const PATIENCE = asked ? 0 : 300_000;
vi.setConfig({ testTimeout: PATIENCE, hookTimeout: PATIENCE });

let scene: Scene;
beforeAll(async () => {
  scene = await setScene(files);
});
afterAll(() => scene.strike());

test(`a migration of ${files} files that is killed ${runs} times leaves whole files, and both ways on end right`, async () => {
  const onKill = (kills: number) => {
    if (asked && kills % 5 === 0) console.log(`${kills} of ${runs} kills survived`);
  };
  const proof = await proveCrash(scene, { runs, seed, onKill });
  if (asked) console.log(JSON.stringify(proof));
  expect(proof.kills).toBe(runs);
  expect(proof.halfWay).toBeGreaterThan(0);
});

test('of two migrations at once, each file is written by one, and undo goes back to the start', async () => {
  await scene.stage(async (root, state) => {
    const both = await Promise.all([
      scene.processes.run('migrate', root, state),
      scene.processes.run('migrate', root, state),
    ]);
    for (const { code, errors } of both) {
      // The second one is told so (2), finds nothing to do (0), or finds every file changed since it read it (3).
      expect([0, 2, 3]).toContain(code);
      if (code === 2) expect(errors).toContain('another run is at work');
    }
    expect(both.map(({ code }) => code)).toContain(0);
    expect(unlike(read(root), scene.migrated, 'after both')).toEqual([]);
    expect(await undoAll(scene, root, state)).toEqual([]);
    expect(unlike(read(root), scene.old, 'after undo')).toEqual([]);
  });
});

test('a full disk stops files as a whole, and with room again the rest is done', async () => {
  await scene.stage(async (place, state) => {
    // Every file takes a page of 4 KiB there, and so does every folder's entry.
    const disk = smallDisk(join(place, 'disk'), files * 3 * 4096);
    if ('reason' in disk) {
      console.warn(`Not proved here: ${disk.reason}`);
      return;
    }
    try {
      const root = join(disk.folder, 'tree');
      write(root, scene.old);
      disk.fill(0);
      const { code, errors } = await scene.processes.run('migrate', root, state);
      expect(errors).toBe('');
      expect(code).toBe(3);
      expect(strangers(read(root), [scene.old, scene.migrated])).toEqual([]);
      expect(strangers(read(root), [scene.migrated])).not.toEqual([]);
      disk.free();
      expect((await scene.processes.run('migrate', root, state)).code).toBe(0);
      expect(unlike(read(root), scene.migrated, 'with room again')).toEqual([]);
      expect(await undoAll(scene, root, state)).toEqual([]);
      expect(unlike(read(root), scene.old, 'after undo')).toEqual([]);
    } finally {
      disk.unmount();
    }
  });
});
