import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../engine/usage-error';
import { cacheHome } from '../engine/user-directory';
import type { ChildProgram } from '../fleet/job/run-migration';
import { version } from '../package.json';
import { helpCommand } from './help';
import type { Io } from './io';
import { wholeNumber } from './shared-options';
import { stoppable } from './stoppable';

/** The program that migrates each repository in a process of its own. */
const childOf = (io: Io): ChildProgram => ({
  script: path.join(__dirname, 'fleet-child.cjs'),
  compileCache: path.join(cacheFolder(io), 'compiled'),
});

export function fleetCommand(io: Io): Command {
  const fleet = new Command('fleet')
    .description('migrate many repositories, listed in a manifest')
    .hook('preSubcommand', helpWithoutArguments)
    .hook('preAction', requirePosix)
    .addHelpText('after', '\nfleet --out <folder> <manifest> is the same as fleet run.\n');
  fleet.addCommand(runCommand(io), { isDefault: true });
  for (const command of [enqueueCommand, workCommand, statusCommand, reportCommand])
    fleet.addCommand(command(io));
  return fleet.addCommand(helpCommand(fleet));
}

/** Prints the help for a bare `fleet`, instead of an error about missing options. */
function helpWithoutArguments(fleet: Command): void {
  if (fleet.args.length === 0) fleet.help({ error: true });
}

/** The fleet kills process groups, which Windows does not have. */
function requirePosix(): void {
  if (process.platform === 'win32') throw new UsageError('fleet runs on Linux and macOS (or in WSL)');
}

function runCommand(io: Io): Command {
  return new Command('run')
    .description('on this machine; goes on where an earlier run was stopped')
    .argument('<manifest>', 'YAML or JSON')
    .usage('[options] --out <folder> <manifest>')
    .requiredOption('--out <folder>', 'reports, patches, and what is known of each repository')
    .addOption(concurrencyOption())
    .option('--attempts <number>', 'tries for a repository whose failure may pass', wholeNumber, 2)
    .option('--push', 'push the branches to where the repositories came from', false)
    .action(
      async (
        manifest: string,
        options: { out: string; concurrency: number; attempts: number; push: boolean },
      ) => {
        const { runCommandLine } = await import('./fleet/run');
        await stoppable((signal) =>
          runCommandLine({ io, child: childOf(io), toolVersion: version, manifest, signal, ...options }),
        );
      },
    );
}

function enqueueCommand(io: Io): Command {
  return withQueue(new Command('enqueue'))
    .description('put the repositories into a queue on Redis, for `fleet work`')
    .argument('<manifest>', 'YAML or JSON')
    .option('--push', 'push the branches to where the repositories came from', false)
    .action(async (manifest: string, options: QueueOptions & { push: boolean }) => {
      const { enqueueCommandLine } = await import('./fleet/enqueue');
      await stoppable((signal) =>
        enqueueCommandLine({ io, toolVersion: version, manifest, signal, ...options }),
      );
    });
}

function workCommand(io: Io): Command {
  return withQueue(new Command('work'))
    .description('work on the queue; on as many machines as you like')
    .addOption(concurrencyOption())
    .addOption(
      new Option('--cache <folder>', 'fetched repositories; can be deleted at any time').default(
        cacheFolder(io),
        "below the user's cache folder",
      ),
    )
    .option(
      '--take-over-after <seconds>',
      'silence after which the job of another worker is taken over',
      wholeNumber,
      30,
    )
    .option('--until-empty', 'end when nothing is left, instead of waiting for more', false)
    .action(
      async (
        options: QueueOptions & {
          concurrency: number;
          cache: string;
          takeOverAfter: number;
          untilEmpty: boolean;
        },
      ) => {
        const { workCommandLine } = await import('./fleet/work');
        await stoppable((signal) =>
          workCommandLine({ io, child: childOf(io), toolVersion: version, signal, ...options }),
        );
      },
    );
}

function statusCommand(io: Io): Command {
  return withQueue(new Command('status'))
    .description('where each repository of the queue is')
    .option('--json', 'as JSON', false)
    .action(async (options: QueueOptions & { json: boolean }) => {
      const { statusCommandLine } = await import('./fleet/status');
      await statusCommandLine({ io, ...options });
    });
}

function reportCommand(io: Io): Command {
  return withQueue(new Command('report'))
    .description('write the report over all repositories again')
    .usage('[options] --out <folder>')
    .requiredOption('--out <folder>', 'the folder of `fleet run`, or a new one for the results of a queue')
    .option('--collect', 'bring the results of the queue into the folder first', false)
    .action(async (options: QueueOptions & { out: string; collect: boolean }) => {
      const { reportCommandLine } = await import('./fleet/report');
      await reportCommandLine({ io, toolVersion: version, ...options });
    });
}

const concurrencyOption = (): Option =>
  new Option('--concurrency <number>', 'repositories at a time')
    .argParser(wholeNumber)
    .default(availableParallelism(), 'one for each processor');

interface QueueOptions {
  redis: string;
  queue: string;
}

const withQueue = (command: Command): Command =>
  command.addOption(redisOption().default('redis://127.0.0.1:6379')).addOption(queueOption());

/** Pass an address with a password in the environment: every user of the machine can see arguments. */
const redisOption = () => new Option('--redis <url>', 'address of Redis').env('ZENTRA_FLEET_REDIS');
const queueOption = () =>
  new Option('--queue <name>', 'several fleets can share one Redis').default('fleet').argParser(queueName);

function queueName(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text)) {
    throw new InvalidArgumentError('It is made of letters, digits, `.`, `_` and `-`.');
  }
  return text;
}

const cacheFolder = ({ env }: Io): string => path.join(cacheHome(env), 'fleet');
