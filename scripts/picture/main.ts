import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { terminalSvg } from './terminal-svg';

const root = join(import.meta.dirname, '../..');

/** Path of the README's picture. */
export const PICTURE = join(root, 'docs/migrate.svg');

/** Draws the README's picture from a real run. */
export async function main(): Promise<number> {
  writeFileSync(PICTURE, picture());
  return 0;
}

/** A terminal session in a small shop: source before, command, diff, summary. */
export function picture(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zentra-picture-'));
  try {
    const shop = join(folder, 'shop');
    cpSync(join(import.meta.dirname, 'shop'), shop, { recursive: true });
    const { stdout, status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'codemods/bin/zentra-codemods.cjs'), 'migrate', '--dry-run'],
      {
        cwd: shop,
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          FORCE_COLOR: '1',
          XDG_CACHE_HOME: folder,
          XDG_STATE_HOME: folder,
          GIT_CEILING_DIRECTORIES: dirname(folder),
        },
      },
    );
    if (status !== 0) throw new Error(`the run failed:\n${stderr}`);
    const [diff = '', summary = ''] = stdout.split(/^(?=.*zentra-codemods.*, dry run$)/m);
    // The duration differs from run to run.
    const head = summary
      .split('\n')
      .slice(0, 4)
      .join('\n')
      .replace(/ in [\d.]+ m?s/, '');
    return terminalSvg(`$ npx zentra-codemods migrate --dry-run\n${diff.trimEnd()}\n\n${head}`, {
      title: 'A dry run of zentra-codemods migrate: the calls that become reviewed ones, and a summary',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
