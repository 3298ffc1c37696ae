import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type RehearseOptions, rehearse } from '../../../codemods/rehearse/rehearse';
import type { Report } from '../../../codemods/report/report';

export const repository = join(import.meta.dirname, '../../..');
export const guard = join(repository, 'codemods/dist/rehearse-guard.cjs');

/** An old integration of a few lines, with the SDK installed; gone after the test. */
export function customer(files: Readonly<Record<string, string>>, { installed = true } = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'zentra-customer-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const sdk = join(folder, 'node_modules/@zentra/sdk');
  if (installed) cpSync(join(repository, 'demo/zentra-sdk'), sdk, { recursive: true });
  const packageJson = { name: 'customer', version: '1.0.0', dependencies: { '@zentra/sdk': '^1.0.0' } };
  write(folder, { 'package.json': JSON.stringify(packageJson), ...files });
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

export const CLIENT =
  "const { Zentra } = require('@zentra/sdk');\nconst zentra = new Zentra({ secretKey: process.env.ZENTRA_KEY });\n";

/** A program that makes calls one after the other. */
export const program = (...calls: string[]): string =>
  `${CLIENT}(async () => {\n${calls.map((call) => `  await zentra.cards.${call};\n`).join('')}})();\n`;

/** A migration by hand: texts that are replaced in the copy, right or wrong. */
export function replacing(file: string, ...pairs: (readonly [string, string])[]) {
  return async (folder: string): Promise<Report> => {
    const path = join(folder, file);
    const text = pairs.reduce((old, [from, to]) => old.replaceAll(from, to), readFileSync(path, 'utf8'));
    writeFileSync(path, text);
    return NO_SITES;
  };
}

const NO_SITES: Report = {
  schemaVersion: 1,
  tool: { name: 'by hand', version: '0.0.0' },
  mode: 'write',
  root: '.',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 0,
  summary: { filesScanned: 1, filesChanged: 1, filesFailed: 0, sites: 0, rewritten: 0, review: 0 },
  sites: [],
  files: [],
};

export function rehearsal(
  root: string,
  options: Partial<RehearseOptions> & Pick<RehearseOptions, 'migrate'>,
) {
  return rehearse({
    root,
    command: [process.execPath, 'day.js'],
    env: { PATH: process.env.PATH },
    wrapper: repository,
    guard,
    ...options,
  });
}
