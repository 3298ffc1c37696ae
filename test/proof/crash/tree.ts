import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Bytes by path relative to the root. */
export type Bytes = ReadonlyMap<string, Buffer>;

/** An old integration of many files, most of which have something to rewrite. */
export function oldIntegration(files: number): Bytes {
  const manifest = { name: 'large-shop', private: true, dependencies: { '@zentra/sdk': '^1.4.0' } };
  const tree = new Map([['package.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]]);
  for (let index = 1; index < files; index++) {
    tree.set(`src/team-${index % 20}/job-${index}.js`, Buffer.from(job(index)));
  }
  return tree;
}

const job = (index: number) => `// Job ${index}, as it has run for years.
const { Zentra } = require('@zentra/sdk');
const client = new Zentra({ secretKey: process.env.ZENTRA_SECRET_KEY });

module.exports = async function job${index}(card, amount_minor, reference) {
  await client.cards.fund(card, { amount_minor, reference });
  if (amount_minor > ${index}) await client.cards.freeze(card, 'job ${index}');
  return client.cards.updateLimits(card, { daily: ${index} });
};
`;

export function write(root: string, tree: Bytes): void {
  for (const [file, bytes] of tree) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), bytes);
  }
}

export function read(root: string): Bytes {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path).replaceAll('\\', '/'), readFileSync(path)];
    }),
  );
}

export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `zentra-${name}-`));
}

export const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

/** Files of `tree` whose bytes are in none of the versions; a version without the file counts as its absence. */
export function strangers(tree: Bytes, versions: readonly Bytes[]): string[] {
  const expected = new Set(versions.flatMap((version) => [...version.keys()]));
  const changed = [...expected].filter(
    (file) => !versions.some((version) => sameBytes(tree.get(file), version.get(file))),
  );
  return changed;
}

/** Files that no version knows. */
export function leftovers(tree: Bytes, versions: readonly Bytes[]): string[] {
  return [...tree.keys()].filter((file) => versions.every((version) => !version.has(file)));
}

function sameBytes(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}
