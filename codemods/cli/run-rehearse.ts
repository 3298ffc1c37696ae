import { realpathSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../engine/usage-error';
import { repositoryOf } from '../engine/walk/repository';
import { migrateInChild } from '../rehearse/migrate-in-child';
import { rehearse } from '../rehearse/rehearse';
import { rehearsalText } from '../rehearse/text';
import type { CardSeed } from '../sandbox/card-registry';
import { wantsColor } from './color';
import { exitCodes, type Io } from './io';
import type { RehearseFlags } from './rehearse';

/** The `rehearse` command. */
export async function runRehearse(command: readonly string[], flags: RehearseFlags, io: Io): Promise<void> {
  const cards = flags.seed === undefined ? [] : await seededCards(flags.seed, io.cwd);
  const here = realpathSync.native(io.cwd);
  const root = repositoryOf(here)?.folder ?? here;
  const script = join(__dirname, '../bin/zentra-codemods.cjs');
  const stopped = stoppedBySignal();
  const say = (text: string) => io.stderr.write(text);
  say(
    `This runs your code: ${command.join(' ')}, in a copy of ${root}, against a sandbox on this machine.\n`,
  );
  const scratch = await mkdtemp(join(tmpdir(), 'zentra-rehearsal-state-'));
  try {
    const rehearsal = await rehearse({
      root,
      cwd: here,
      command,
      cards,
      repeat: flags.repeat,
      allowHosts: flags.allowHost,
      compareOutput: flags.compareOutput,
      timeout: flags.timeout * 1000,
      env: io.env,
      wrapper: dirname(require.resolve('zentra-compat/package.json')),
      guard: join(__dirname, 'rehearse-guard.cjs'),
      signal: stopped.signal,
      onStage: (stage) => say(`… ${stage}\n`),
      onOutput: say,
      migrate: (folder) => migrateInChild(folder, { script, scratch, env: io.env, signal: stopped.signal }),
    });
    if (flags.format === 'json') io.stdout.write(`${JSON.stringify(rehearsal, null, 2)}\n`);
    else io.stdout.write(rehearsalText(rehearsal, { color: wantsColor(io.stdout, io) }));
    if (!rehearsal.isProven) io.exit(exitCodes.legacyUse);
  } finally {
    stopped.release();
    await rm(scratch, { recursive: true, force: true });
  }
}

const seedSchema = z.array(
  z.union([
    z.string().min(1),
    z.strictObject({
      id: z.string().min(1),
      customer_id: z.string().optional(),
      currency: z.string().optional(),
      balance_minor: z.int().optional(),
      status: z.enum(['active', 'locked']).optional(),
      security: z.record(z.string(), z.unknown()).optional(),
    }),
  ]),
);

async function seededCards(file: string, cwd: string): Promise<(string | CardSeed)[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(resolve(cwd, file), 'utf8'));
  } catch (error) {
    throw new UsageError(`--seed ${file} cannot be read: ${(error as Error).message}`);
  }
  const parsed = seedSchema.safeParse(value);
  if (parsed.success) return parsed.data as (string | CardSeed)[];
  throw new UsageError(
    `--seed ${file} is no list of cards: ${z.prettifyError(parsed.error)}\nWrite ids, or objects such as { "id": "card_1", "balance_minor": 5000, "status": "locked" }`,
  );
}

/** A signal stopped the rehearsal; the exit code names the signal, as in shells. */
class StoppedError extends Error {
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`stopped by ${signal}; the copy is removed`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Ctrl-C stops the command and removes the copy before this process ends. */
function stoppedBySignal(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const listeners = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => {
    const listener = () => controller.abort(new StoppedError(name));
    process.on(name, listener);
    return [name, listener] as const;
  });
  return {
    signal: controller.signal,
    release: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
