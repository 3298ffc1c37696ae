import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface InstalledHost {
  folder: string;
  write(files: Record<string, string>): void;
  /** Path of a command of the host's. */
  command(name: string): string;
  remove(): void;
}

/**
 * Installs what a folder beside this file locks, somewhere else, with the built package in it.
 *
 * @param place `linked`, or `copied` for hosts that follow no link out of the project; the host then locks our dependencies, too
 */
export function installedHost(name: string, place: 'linked' | 'copied'): InstalledHost {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `zentra-host-${name}-`)));
  cpSync(join(import.meta.dirname, name), folder, { recursive: true });
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  const target = join(folder, 'node_modules/zentra-compat');
  if (place === 'linked') symlinkSync(root, target);
  else
    for (const each of ['package.json', 'dist'])
      cpSync(join(root, each), join(target, each), { recursive: true });
  return {
    folder,
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        const path = join(folder, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
    },
    command: (command) => join(folder, 'node_modules/.bin', command),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** An SDK that sends the legacy freeze with `fetch`, as an installed package. */
export const sendingSdk: Record<string, string> = {
  'node_modules/@zentra/sdk/package.json':
    '{ "name": "@zentra/sdk", "version": "0.9.0", "main": "index.js" }',
  'node_modules/@zentra/sdk/index.js': `
class Cards {
  constructor(owner) { this.owner = owner; }
  async freeze(card) {
    const answer = await fetch(this.owner.baseUrl + '/v1/cards/' + card + '/freeze', { method: 'POST', body: '{}' });
    return (await answer.json()).data;
  }
}
class Zentra { constructor(options) { Object.assign(this, options); this.cards = new Cards(this); } }
exports.Zentra = Zentra;
`,
};
