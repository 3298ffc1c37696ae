import { resolve } from 'node:path';
import { warnOnce } from '../gateway/process-warning.js';
import { LegacyUses } from './legacy-uses.js';
import { logFailed, UsageLog } from './usage-log.js';

const defaultMaxBytes = 10 * 1024 * 1024;

/** The legacy calls of a process, and their log if one is configured. */
export interface UsageLedger {
  readonly uses: LegacyUses;
  readonly log: UsageLog | undefined;
}

let ofProcess: UsageLedger | undefined;

/** One ledger per process, so that a program with a client per request warns only once. Created at the first legacy call. */
export function processLedger(): UsageLedger {
  ofProcess ??= ledgerFrom(process.env);
  return ofProcess;
}

/** Reads `ZENTRA_COMPAT_USAGE` and `ZENTRA_COMPAT_USAGE_MAX_BYTES`. */
function ledgerFrom(environment: NodeJS.ProcessEnv): UsageLedger {
  const { ZENTRA_COMPAT_USAGE: path, ZENTRA_COMPAT_USAGE_MAX_BYTES: maximum } = environment;
  const uses = new LegacyUses();
  return { uses, log: path ? logAt(absolute(path), maxBytesOf(maximum), uses) : undefined };
}

/** A failure to keep the log, for example because a test replaced the clock, must not fail the call. */
function logAt(path: string, maxBytes: number, uses: LegacyUses): UsageLog | undefined {
  try {
    return new UsageLog(path, maxBytes, uses);
  } catch (error) {
    logFailed(path, error);
    return undefined;
  }
}

function absolute(path: string): string {
  try {
    return resolve(path);
  } catch {
    // The working directory is gone: writing the log will report that.
    return path;
  }
}

function maxBytesOf(text: string | undefined): number {
  if (!text) return defaultMaxBytes;
  if (/^\d+$/.test(text)) return Number(text);
  warnOnce(
    'ZENTRA_USAGE_LOG_LIMIT',
    `ZENTRA_COMPAT_USAGE_MAX_BYTES must be a whole number of bytes; ${defaultMaxBytes} are used`,
  );
  return defaultMaxBytes;
}
