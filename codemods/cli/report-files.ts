import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readText } from '../api/read-text';
import { UsageError } from '../engine/usage-error';
import { isOwnReport } from '../report/own-report';
import type { Report } from '../report/report';
import type { Format, RenderOptions } from '../reports/render';
import { exitCodes, type Io } from './io';

export interface ReportFile {
  /** Absolute path, with the real path of its folder. */
  path: string;
  /** The path as given on the command line. */
  name: string;
  format: Format;
}

/**
 * The files that reports are written to. Checks them before any work is done.
 *
 * @throws {UsageError} for an extension without a format, or a path that cannot be written
 */
export async function planReportFiles(names: readonly string[], cwd: string): Promise<ReportFile[]> {
  if (names.length === 0) return [];
  const { formatOf } = await import('../reports/render');
  return names.map((name) => {
    const path = resolve(cwd, name);
    const format = formatOf(name);
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      throw new UsageError(`the folder of the report ${name} cannot be made: ${(error as Error).message}`);
    }
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UsageError(`the report ${name} cannot be written: it is a folder`);
    }
    requireReplaceable(name, path);
    return { path: join(realpathSync.native(dirname(path)), basename(path)), name, format };
  });
}

/** A report replaces an earlier one, and no other file: `--report package.json` is a mistake. */
function requireReplaceable(name: string, path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size === 0 || isOwnReport(path, readBytes(name, path))) return;
  throw new UsageError(
    `${name} is there already and is no report: name another file for --report, or delete it`,
  );
}

function readBytes(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(
      `${name} is there already and cannot be read (${(error as NodeJS.ErrnoException).code}): name another file for --report`,
    );
  }
}

/** Renders a report into its files. Reports a file that cannot be written, and writes the others. */
export async function writeReportFiles(
  report: Report,
  files: readonly ReportFile[],
  options: RenderOptions,
  io: Io,
): Promise<void> {
  if (files.length === 0) return;
  const { render } = await import('../reports/render');
  for (const { path, name, format } of files) {
    try {
      replaceWhole(path, render(report, format, options));
    } catch (error) {
      io.stderr.write(`zentra-codemods: the report ${name} was not written: ${(error as Error).message}\n`);
      io.exit(exitCodes.failures);
    }
  }
}

/** Replaces the file atomically, so that readers see the old report or the new one. */
function replaceWhole(path: string, text: string): void {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/**
 * Reads a saved JSON report.
 *
 * @throws {UsageError | ReportError} if the file cannot be read or is no report
 */
export async function readReportFile(name: string, cwd: string): Promise<Report> {
  const { parseReport } = await import('../report/parse');
  return parseReport(readText(name, cwd), name);
}
