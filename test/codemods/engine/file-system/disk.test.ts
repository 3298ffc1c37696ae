import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { disk } from '../../../../codemods/engine/file-system/disk';

test('a pipe that nobody writes to is empty, and holds up nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zentra-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pipe = join(folder, 'package-lock.json');
  execFileSync('mkfifo', [pipe]);
  expect(disk.read(pipe)).toHaveLength(0);
});
