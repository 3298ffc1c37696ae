import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Engine } from '../../../codemods/api/run';
import { run } from '../../../codemods/cli/run';
import type { MigrateOptions } from '../../../codemods/engine/options';
import { walk } from '../../../codemods/engine/walk/walk';
import { writeChanges } from '../../../codemods/engine/write/write';
import type { Report, Site } from '../../../codemods/report/report';

export interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface CommandLineOptions {
  cwd: string;
  engine?: Engine;
  env?: Record<string, string>;
  isTTY?: boolean;
}

/** Throw-away projects, and the command line run in this process with an engine that renames `freeze` by text. */
export function useCommandLine() {
  const made: string[] = [];
  const temporary = (name: string) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
    made.push(folder);
    return folder;
  };
  const state = temporary('state');
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return {
    state,
    project(files: Record<string, string>): string {
      const root = temporary('project');
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
      }
      return root;
    },
    async zentra(argv: readonly string[], options: CommandLineOptions): Promise<Run> {
      const written = { stdout: '', stderr: '' };
      const output = (name: 'stdout' | 'stderr') => ({
        isTTY: options.isTTY,
        columns: 80,
        write: (text: string) => {
          written[name] += text;
        },
      });
      const exitCode = await run(argv, {
        stdout: output('stdout'),
        stderr: output('stderr'),
        cwd: options.cwd,
        env: { PATH: process.env.PATH, XDG_STATE_HOME: state, ...options.env },
        engine: options.engine ?? textEngine(state),
      });
      return { exitCode, ...written };
    },
  };
}

export function git(root: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
}

/** Stands in for the engine where the command line is what is tested. `cannot parse` in a file makes it fail. */
export function textEngine(state: string): Engine {
  return async (options) => {
    const sites: Site[] = [];
    const files: Report['files'] = [];
    const changes = [];
    const all = walk(options.root, { ...options, extensions: ['.ts'] });
    for (const [index, file] of all.entries()) {
      const before = readFileSync(join(options.root, file), 'utf8');
      if (before.includes('cannot parse')) files.push({ file, status: 'failed', error: 'it does not parse' });
      const column = before.indexOf('cards.freeze') + 1;
      if (column > 0) {
        const after = before.replaceAll('cards.freeze', 'cards.lock');
        sites.push({ ...site, file, line: 1, column, before, after });
        changes.push({ file, before: Buffer.from(before), after: Buffer.from(after) });
      }
      options.onProgress?.({ stage: 'scan', done: index + 1, total: all.length });
    }
    if (options.mode === 'write') writeChanges(options.root, changes, { env: { XDG_STATE_HOME: state } });
    files.push(...changes.map(({ file }) => ({ file, status: 'changed' as const })));
    const report = reportOf(options, sites, files, all.length);
    const texts = changes.map((change) => ({
      file: change.file,
      before: String(change.before),
      after: String(change.after),
    }));
    return { report, changes: options.mode === 'write' ? [] : texts, questions: [] };
  };
}

const site = {
  rule: 'freeze-to-lock',
  code: 'ZENTRA_DEP0001',
  status: 'rewritten' as const,
  notes: [],
};

function reportOf({ mode }: MigrateOptions, sites: Site[], files: Report['files'], scanned: number): Report {
  const count = (status: string) => files.filter((file) => file.status === status).length;
  return {
    schemaVersion: 1,
    tool: { name: 'zentra-codemods', version: '1.0.0' },
    mode,
    root: '.',
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 12,
    summary: {
      filesScanned: scanned,
      filesChanged: count('changed'),
      filesFailed: count('failed'),
      sites: sites.length,
      rewritten: sites.length,
      review: 0,
    },
    sites,
    files,
  };
}
