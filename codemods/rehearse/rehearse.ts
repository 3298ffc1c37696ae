import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Report } from '../report/report';
import type { UsedSite } from '../report/usage-log';
import type { CardSeed } from '../sandbox/card-registry';
import { type ComparedRequest, comparableRequests, compareRequests, unstableParts } from './compare-requests';
import { guardSettings, rehearsalEnvironment } from './environment';
import { type ExplainedDifference, explained } from './explain-difference';
import type { RefusedConnection } from './guard';
import { writeGuardedNode } from './guarded-node';
import { legacyUses, type WarningLeft, warningsOf } from './legacy-uses';
import { preloadOptions } from './preload-options';
import { RehearsalError } from './rehearsal-error';
import { type CommandResult, runCommand } from './run-command';
import { originalStandIn, type StandIn, wrappedStandIn, wrapperStandIn } from './stand-in';
import { copyRepository } from './working-copy';

export interface RehearseOptions {
  /** Absolute path of the repository. */
  root: string;
  /** Program and arguments of a command that exercises the integration. */
  command: readonly string[];
  /** Working directory of the command, inside the root; the root by default. */
  cwd?: string | undefined;
  /** Cards that exist in the sandbox from the start. */
  cards?: readonly (string | CardSeed)[] | undefined;
  /** Creates every other card on its first request; true by default. */
  autoCreateCards?: boolean | undefined;
  /** Number of runs before the migration; with more than one, parts that vary between them are not compared. 1 by default. */
  repeat?: number | undefined;
  /** Other machines that the command may connect to. */
  allowHosts?: readonly string[] | undefined;
  /** Whether the command's stdout is compared, too. */
  compareOutput?: boolean | undefined;
  /** Milliseconds for each run of the command; 10 minutes by default. */
  timeout?: number | undefined;
  /** The caller's environment. */
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  onStage?: ((stage: string) => void) | undefined;
  /** Receives the output of the command. */
  onOutput?: ((text: string) => void) | undefined;
  /** Folder of the built `zentra-compat` to run with. */
  wrapper: string;
  /** Built script of the guard, which every Node process of the command loads. */
  guard: string;
  /** Migrates the copy in place. */
  migrate(folder: string): Promise<Report>;
}

/** The result of a rehearsal. */
export interface Rehearsal {
  /** Nothing differs: same exit code, same requests, no deprecation left. */
  isProven: boolean;
  exitCodes: { before: number; after: number };
  requests: { before: number; after: number; equal: number };
  differences: readonly ExplainedDifference[];
  /** Legacy uses that still ran after the migration. */
  warnings: readonly WarningLeft[];
  /** Whether stdout was the same; `undefined` if it was not compared. */
  sameOutput: boolean | undefined;
  /** Connections that were refused, in either run. */
  refused: readonly RefusedConnection[];
  /** Names of the parts that vary between the runs before the migration, and were not compared. */
  leftOut: readonly string[];
  report: Report;
}

const SDK = '@zentra/sdk';
const WRAPPER = 'zentra-compat';

/**
 * Runs a command in a copy of the repository against the sandbox, before and after a migration, and compares the requests.
 * The command is the customer's code: it runs in the copy, and may connect to this machine only.
 *
 * @throws {RehearsalError} if nothing can be compared: the command cannot be started, fails before the migration, does not end, or makes
 *   no request
 */
export async function rehearse(options: RehearseOptions): Promise<Rehearsal> {
  const { repeat = 1, onStage, migrate, compareOutput } = options;
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'zentra-rehearsal-')));
  try {
    const wrapped = join(scratch, 'before');
    onStage?.('copying the repository');
    await copyFor(options, wrapped, wrappedStandIn(options.wrapper, options.guard));
    const runs: Run[] = [];
    for (let index = 0; index < Math.max(1, repeat); index++) {
      onStage?.(
        repeat > 1
          ? `running the command as it is, ${index + 1} of ${repeat}`
          : 'running the command as it is',
      );
      runs.push(
        await run(options, wrapped, scratch, `before-${index}`, [join(options.wrapper, 'dist/register.js')]),
      );
    }
    const before = runs[0]!;
    const failed = runs.find(({ result }) => result.exitCode !== 0);
    if (failed) throw failsAsItIs(failed);
    const migrated = join(scratch, 'after');
    onStage?.('migrating a copy');
    await copyFor(options, migrated, originalStandIn);
    const report = await migrate(migrated);
    onStage?.('running the migrated copy');
    const after = await run(options, migrated, scratch, 'after', []);
    if (before.requests.length === 0 && after.requests.length === 0) throw nothingSeen(runs);

    const leftOut = unstableParts(runs.map(({ requests }) => requests));
    const { equal, differences } = compareRequests(before.requests, after.requests, leftOut);
    const sameOutput = compareOutput ? before.result.stdout === after.result.stdout : undefined;
    const exitCodes = { before: before.result.exitCode, after: after.result.exitCode };
    const warnings = warningsOf(after.uses);
    return {
      isProven:
        differences.length === 0 &&
        warnings.length === 0 &&
        exitCodes.before === exitCodes.after &&
        sameOutput !== false,
      exitCodes,
      requests: { before: before.requests.length, after: after.requests.length, equal },
      differences: differences.map((difference) => explained(difference, report, before.uses)),
      warnings,
      sameOutput,
      refused: [...runs.flatMap(({ refused }) => refused), ...after.refused],
      leftOut: [...leftOut].sort(),
      report,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

function copyFor({ root, wrapper }: RehearseOptions, to: string, sdk: StandIn): Promise<void> {
  return copyRepository({
    root,
    to,
    standIns: new Map([
      [SDK, sdk],
      [WRAPPER, wrapperStandIn(wrapper)],
    ]),
  });
}

interface Run {
  result: CommandResult;
  requests: readonly ComparedRequest[];
  refused: readonly RefusedConnection[];
  /** Legacy uses that the wrapper warned of. */
  uses: readonly UsedSite[];
}

async function run(
  {
    root,
    command,
    cwd = root,
    env,
    cards,
    autoCreateCards = true,
    allowHosts = [],
    timeout = 600_000,
    signal,
    onOutput,
    guard,
  }: RehearseOptions,
  folder: string,
  scratch: string,
  name: string,
  preload: readonly string[],
): Promise<Run> {
  const { startSandbox } = await import('../sandbox');
  const sandbox = await startSandbox({
    cards: cards ?? [],
    autoCreateCards,
    rateLimit: false,
    logAllHeaders: true,
  });
  const [refused, usage] = [join(scratch, `${name}.refused`), join(scratch, `${name}.usage.jsonl`)];
  try {
    const nodeFolder = join(scratch, `${name}.bin`);
    const loaded = [guard, ...preload];
    const settings = { gateway: sandbox.url, refused, usage, allowHosts, preload: loaded, nodeFolder };
    await writeGuardedNode({
      folder: nodeFolder,
      path: env.PATH,
      settings: guardSettings(settings),
      preload: preloadOptions(loaded),
    });
    const result = await runCommand({
      command,
      cwd: join(folder, relative(root, cwd)),
      env: rehearsalEnvironment(env, settings),
      timeout,
      signal,
      onOutput,
    });
    return {
      result,
      requests: comparableRequests(sandbox.requests, (caller) => shownCaller(caller, folder)),
      refused: linesOf<RefusedConnection>(await readFile(refused, 'utf8').catch(() => '')).map((each) => ({
        ...each,
        ...(each.caller !== undefined && { caller: shownCaller(each.caller, folder) }),
      })),
      uses: legacyUses(await readFile(usage, 'utf8').catch(() => ''), folder),
    };
  } finally {
    await sandbox.close();
  }
}

/** Turns a call site in the copy into one relative to the repository. */
function shownCaller(caller: string, folder: string): string {
  return caller.replace(/^file:\/\//, '').replace(`${folder}/`, '');
}

function linesOf<T>(text: string): T[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/** Refuses a failing command: what it would do after the failure is not compared. */
function failsAsItIs({ result, refused }: Run): RehearsalError {
  const hosts = [...new Set(refused.map(({ host, port }) => `${host}:${port}`))];
  const why =
    hosts.length > 0
      ? `Connections were refused, which --allow-host opens: ${hosts.join(', ')}`
      : 'Give one that succeeds';
  return new RehearsalError(
    `The command fails before any migration (exit code ${result.exitCode}), so what it would do after that cannot be shown. ${why}.\n${lastLines(result)}`,
  );
}

const lastLines = ({ stdout, stderr }: CommandResult): string =>
  (stderr.trim() || stdout.trim()).split('\n').slice(-10).join('\n');

function nothingSeen(runs: readonly Run[]): RehearsalError {
  const refused = runs.flatMap((each) => each.refused)[0];
  const why = refused
    ? `It tried to reach ${refused.host}:${refused.port}, which was refused: give its client the base URL of ZENTRA_COMPAT_REHEARSAL, or open the host with --allow-host`
    : 'Give a command that makes the integration work: its tests may replace the client, or all of its requests';
  return new RehearsalError(
    `No request reached the sandbox, before or after the migration, so nothing was shown. ${why}`,
  );
}
