import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is deleted when the test file ends. */
export function temporary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fleet-test-'));
  folders.push(folder);
  return folder;
}

const identity = {
  GIT_AUTHOR_NAME: 'Someone',
  GIT_AUTHOR_EMAIL: 'someone@example.com',
  GIT_AUTHOR_DATE: '1700000000 +0000',
  GIT_COMMITTER_NAME: 'Someone',
  GIT_COMMITTER_EMAIL: 'someone@example.com',
  GIT_COMMITTER_DATE: '1700000000 +0000',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** Git with an identity of its own and no user configuration. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...identity },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

export type Files = Readonly<Record<string, string | Buffer | { link: string } | { executable: string }>>;

/** Makes a repository with one commit on `main`; returns its folder. */
export function repository(files: Files): string {
  const folder = temporary();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder, files);
  return folder;
}

export function commit(folder: string, files: Files): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(file, content);
    else if ('link' in content) symlinkSync(content.link, file);
    else {
      writeFileSync(file, content.executable);
      chmodSync(file, 0o755);
    }
  }
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'A commit');
  return git(folder, 'rev-parse', 'HEAD');
}

/** A source in which the stand-in child finds one legacy use. */
export const SHOP = `const { client } = require('./client');\nclient.cards.freeze('card_1');\n`;
