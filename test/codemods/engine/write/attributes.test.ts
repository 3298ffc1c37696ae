import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { undo } from '../../../../codemods/engine/write/undo';
import { writeChanges } from '../../../../codemods/engine/write/write';
import { useTrees } from './trees';

const { tree, change, env } = useTrees();

afterEach(() => vi.unstubAllEnvs());

it('a file keeps its extended attributes when it is written, and when that is undone', () => {
  const root = tree({ 'a.ts': 'old', 'b.ts': 'old' });
  setAttribute(root, 'a.ts');
  // A file system without such attributes has none to keep.
  const attribute = attributeOf(root, 'a.ts');
  writeChanges(root, [change(root, 'a.ts', 'new'), change(root, 'b.ts', 'new')], { env });
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('new');
  expect(attributeOf(root, 'a.ts')).toBe(attribute);
  expect(attributeOf(root, 'b.ts')).toBeUndefined();
  undo(root, { env });
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('old');
  expect(attributeOf(root, 'a.ts')).toBe(attribute);
});

it('a file whose attributes cannot be copied is failed, and the others are written', () => {
  const root = tree({ 'a.ts': 'old', 'b.ts': 'old' });
  setAttribute(root, 'a.ts');
  const hasAttribute = attributeOf(root, 'a.ts') !== undefined;
  const tools = join(root, 'tools');
  mkdirSync(tools);
  symlinkSync(execFileSync('which', ['tar'], { encoding: 'utf8' }).trim(), join(tools, 'tar'));
  vi.stubEnv('PATH', tools);
  const outcomes = writeChanges(root, [change(root, 'a.ts', 'new'), change(root, 'b.ts', 'new')], { env });
  expect(outcomes[0]).toEqual(
    hasAttribute
      ? {
          file: 'a.ts',
          status: 'failed',
          error: 'it has an ACL or extended attributes that cannot be copied: change it by hand',
        }
      : { file: 'a.ts', status: 'written' },
  );
  expect(outcomes[1]).toEqual({ file: 'b.ts', status: 'written' });
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(hasAttribute ? 'old' : 'new');
});

/** No tool that sets attributes is everywhere, but `tar` takes them out of an archive. */
function setAttribute(root: string, file: string): void {
  const content = readFileSync(join(root, file));
  const note = '26 SCHILY.xattr.user.n=hi\n';
  const archive = [...entry('x', file, Buffer.from(note)), ...entry('0', file, content), Buffer.alloc(1024)];
  spawnSync('tar', ['-C', root, '--xattrs', '--xattrs-include=*', '-xf', '-'], {
    input: Buffer.concat(archive),
  });
}

function entry(type: string, name: string, content: Buffer): Buffer[] {
  const header = Buffer.alloc(512);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;
  header.write(name);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8) + octal(0, 8) + octal(content.length, 12) + octal(0, 12), 108);
  header.write(`        ${type}`, 148);
  header.write('ustar\x0000', 257);
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte),
      7,
    ),
    148,
  );
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

function attributeOf(root: string, file: string): string | undefined {
  const { stdout } = spawnSync('tar', ['-C', root, '--format=pax', '--xattrs', '-cf', '-', file]);
  return /SCHILY\.xattr\.user\.n=(\w+)/.exec(stdout.toString('latin1'))?.[1];
}
