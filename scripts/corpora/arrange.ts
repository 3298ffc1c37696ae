import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Corpus } from './fetch';
import type { Treatment } from './treatment';

/** A tree to migrate, with the expected content of each file afterwards. */
export interface Arranged {
  folder: string;
  bytes: number;
  /** By path relative to the folder. */
  expected: ReadonlyMap<string, { digest: string; calls: number }>;
}

const source = /\.[cm]?[jt]sx?$/;

/**
 * Arranges the packages as workspaces of one repository. Each depends on the SDK and uses it, because otherwise the scan would stop
 * early. For the same reason, folders and files get other names if a migration would skip theirs.
 */
export function arrange(corpora: readonly Corpus[], folder: string, treatment: Treatment): Arranged {
  const expected = new Map<string, { digest: string; calls: number }>();
  let bytes = 0;
  const write = (file: string, before: Buffer, after = before, calls = 0) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), before);
    expected.set(file, { digest: digestOf(after), calls });
    bytes += before.length;
  };
  write('package.json', json({ name: 'corpora', private: true, workspaces: ['packages/*'] }));
  for (const { name, folder: from } of corpora) {
    const home = `packages/${name.replace(/[@/]/g, '_')}`;
    write(`${home}/package.json`, json({ name: home.slice(9), dependencies: { '@zentra/sdk': '^2.3.0' } }));
    write(`${home}/zentra-client.ts`, reviewedUse);
    let index = 0;
    for (const file of sourcesIn(from)) {
      const place = `${home}/${lookedAt(file)}`;
      const { before, after, calls } = treatment(place, readFileSync(join(from, file)), index++);
      write(place, before, after, calls);
    }
  }
  return { folder, bytes, expected };
}

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const json = (content: object) => Buffer.from(`${JSON.stringify(content, null, 2)}\n`);

/** A use of the SDK with nothing to migrate. */
const reviewedUse = Buffer.from(`import { Zentra } from '@zentra/sdk';

export const zentra = new Zentra({ secretKey: process.env.ZENTRA_SECRET_KEY ?? '' });
export const lock = (card: string) => zentra.cards.lock(card);
`);

/** Every source file below a folder, relative to it, in a stable order. */
function* sourcesIn(folder: string, prefix = ''): Generator<string> {
  const entries = readdirSync(join(folder, prefix), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) yield* sourcesIn(folder, `${path}/`);
    else if (entry.isFile() && source.test(entry.name)) yield path;
  }
}

const leftOut = /^(node_modules|dist|build|out|coverage|vendor)$/;

/** Under other names, folders that a migration leaves out are looked at, too. */
export function lookedAt(file: string): string {
  return file
    .split('/')
    .map((part) => (leftOut.test(part) ? `${part}-folder` : part.replaceAll('.min.', '-min.')))
    .join('/');
}
