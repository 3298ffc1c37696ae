import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Files = Iterable<readonly [file: string, text: string]>;

const manifest = `${JSON.stringify({ name: 'shop', dependencies: { '@zentra/sdk': '^1.0.0' } })}\n`;

/** One file with a function for each use: four of five are rewritten, and one is for review. */
export function* usesInOneFile(count: number): Files {
  const uses = [
    (index: number) => `client.cards.freeze(id, { reason: 'r${index}' })`,
    (index: number) => `client.cards.updateLimits(id, { daily: ${index} })`,
    (index: number) => `client.cards.fund(id, { amount_minor: ${index}, reference: 'f${index}' })`,
    () => 'client.cards[method](id)',
    () => 'client.cards.terminate(id)',
  ];
  const functions = Array.from(
    { length: count },
    (_, index) =>
      `async function f${index}(id, method) {\n  return ${uses[index % uses.length]!(index)};\n}\n`,
  );
  const client =
    "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({ secretKey: process.env.KEY });\n\n";
  yield ['package.json', manifest];
  yield ['all.js', client + functions.join('')];
}

/** Files below the given number of ignore patterns, none of which matches a file. */
export function* filesUnderPatterns(files: number, patterns: number): Files {
  const kinds = [
    (index: number) => `gen-${index}.js`,
    (index: number) => `/src/out${index}/`,
    (index: number) => `*.gen${index}.js`,
    (index: number) => `src/**/tmp${index}*`,
    (index: number) => `*part${index}*`,
    (index: number) => `!keep-${index}.js`,
  ];
  const lines = Array.from({ length: patterns }, (_, index) => kinds[index % kinds.length]!(index));
  yield ['.gitignore', `${lines.join('\n')}\n`];
  yield ['package.json', manifest];
  yield [
    'src/pay.js',
    "const { Zentra } = require('@zentra/sdk');\nnew Zentra({ secretKey: process.env.KEY }).cards.freeze('card_1');\n",
  ];
  for (let index = 0; index < files; index += 1) {
    yield [`src/d${index % 40}/f${index}.js`, `export const a${index} = ${index};\n`];
  }
}

/** Files that each import the next one, and the last one the first; each has a legacy call. */
export function* cycleOfFiles(count: number): Files {
  yield ['package.json', manifest];
  yield [
    'src/client.ts',
    "import { Zentra } from '@zentra/sdk';\n\nexport const client = new Zentra({ secretKey: process.env.KEY });\n",
  ];
  for (let index = 0; index < count; index += 1) {
    const next = (index + 1) % count;
    yield [
      `src/f${index}.ts`,
      `import { step${next} as next } from './f${next}';
import { client } from './client';

export const step${index} = async (id: string): Promise<unknown> => (id ? client.cards.freeze(id) : next(id));
`,
    ];
  }
}

/** A tree below `cache`, written once and then reused. */
export function keptTree(cache: string, name: string, files: () => Files): string {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  for (const [file, text] of files()) {
    const path = join(unfinished, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  renameSync(unfinished, folder);
  return folder;
}

/** A usage log of 5,000 call sites, from as many runs as that needs. */
export async function keptUsageLog(cache: string, lines: number): Promise<string> {
  const file = join(cache, `usage-${lines}.jsonl`);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const out = createWriteStream(`${file}.new`);
  for (let index = 0; index < lines; index += 1) {
    const site = index % 5000;
    const line = JSON.stringify({
      v: 1,
      run: `run-${Math.floor(index / 5000)}`,
      release: `4.${index % 3}.0`,
      code: site % 2 === 0 ? 'ZENTRA_DEP0001' : 'ZENTRA_DEP0003',
      rule: site % 2 === 0 ? 'freeze-to-lock' : 'terminate-to-lock-and-restrict',
      file: `/srv/shop/src/d${site % 40}/f${site}.js`,
      line: 1 + (site % 90),
      column: 5,
      function: `f${site}`,
      count: 1 + (index % 97),
      firstSeen: '2026-11-01T00:00:00.000Z',
      lastSeen: '2026-11-20T00:00:00.000Z',
    });
    if (!out.write(`${line}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  renameSync(`${file}.new`, file);
  return file;
}
