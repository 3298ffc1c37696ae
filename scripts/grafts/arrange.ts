import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lookedAt } from '../corpora/arrange';
import { graft } from './graft';
import { type Language, packageSources } from './package-sources';
import type { JudgedReceiver, Verdict } from './truth';

/** A receiver where it stands in the tree that is migrated. */
export interface PlacedReceiver {
  file: string;
  /** Offset of the method's name in the grafted text. */
  position: number;
  /** `lib/api.js:12` of the package as published. */
  published: string;
  verdict: Verdict;
}

export interface GraftedPackage {
  receivers: readonly PlacedReceiver[];
  /** The grafted text of each file. */
  texts: ReadonlyMap<string, string>;
}

/** Test doubles are of the library that was replaced. */
const doubles = /(^|\/)__(mocks|tests|fixtures)__\//;

/**
 * Lays one package out in `target`, grafted, with what its package.json says of its entries.
 *
 * @throws {Error} where the truth does not name exactly the receivers that there are
 */
export function arrangePackage(
  folder: string,
  at: string,
  language: Language,
  truth: readonly JudgedReceiver[],
  target: string,
): GraftedPackage {
  const texts = new Map<string, string>();
  const receivers: PlacedReceiver[] = [];
  const judged = new Map<string, Verdict[]>();
  for (const { file, line, verdict } of truth) {
    const place = `${file}:${line}`;
    judged.set(place, [...(judged.get(place) ?? []), verdict]);
  }
  for (const { file, text } of packageSources(folder, at, language)) {
    if (doubles.test(file)) continue;
    const grafted = graft(file, text);
    const place = lookedAt(file);
    texts.set(place, grafted.text);
    for (const { published, position } of grafted.receivers) {
      const verdict = judged.get(`${file}:${published}`)?.shift();
      if (!verdict) throw new Error(`${folder}: the truth has no verdict for ${file}:${published}`);
      receivers.push({ file: place, position, published: `${file}:${published}`, verdict });
    }
  }
  const superfluous = [...judged].filter(([, verdicts]) => verdicts.length > 0).map(([place]) => place);
  if (superfluous.length > 0) throw new Error(`${folder}: nothing stands at ${superfluous.join(', ')}`);
  texts.set('package.json', packageJsonOf(folder));
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    writeFileSync(join(target, file), text);
  }
  return { receivers, texts };
}

const entries = ['main', 'module', 'exports', 'bin', 'browser'];
const dependencies = ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies'];

/** The package's own package.json: entries by the names that its folders have here, the library under the SDK's name. */
function packageJsonOf(folder: string): string {
  const packageJson = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const kept = Object.entries(packageJson).flatMap(([key, value]): [string, unknown][] => {
    if (['name', 'version', 'private', 'type'].includes(key)) return [[key, value]];
    if (entries.includes(key)) return [[key, renamed(value)]];
    return dependencies.includes(key) ? [[key, withSdk(value as Record<string, string>)]] : [];
  });
  return `${JSON.stringify({ dependencies: { '@zentra/sdk': '^2.3.0' }, ...Object.fromEntries(kept) }, null, 2)}\n`;
}

function renamed(entry: unknown): unknown {
  if (typeof entry === 'string') return lookedAt(entry);
  if (Array.isArray(entry)) return entry.map(renamed);
  if (typeof entry !== 'object' || entry === null) return entry;
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, renamed(value)]));
}

const withSdk = (ranges: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ranges).map(([name, range]) =>
      name === 'stripe' ? ['@zentra/sdk', '^2.3.0'] : [name, range],
    ),
  );
