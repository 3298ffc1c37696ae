import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { explainCommand } from './explain';
import { fleetCommand } from './fleet';
import { describe, helpCommand } from './help';
import { exitCodes, type Io } from './io';
import { migrateCommand } from './migrate';
import { rehearseCommand } from './rehearse';
import { reportCommand } from './report';
import { reviewCommand } from './review';
import { sandboxCommand } from './sandbox';
import { undoCommand } from './undo';

/**
 * Runs one command line and returns its exit code. Every command is a file of its own that makes a commander
 * `Command`. A command loads its code only when it runs, so that `--help` and usage errors stay instant.
 */
export async function run(argv: readonly string[], outer: Omit<Io, 'exit'>): Promise<number> {
  let exitCode: number = exitCodes.done;
  const io: Io = {
    // Getters, since Node creates a standard stream on first access.
    get stdout() {
      return outer.stdout;
    },
    get stderr() {
      return outer.stderr;
    },
    get isInteractive() {
      return outer.isInteractive;
    },
    cwd: outer.cwd,
    env: outer.env,
    engine: outer.engine,
    exit(code) {
      exitCode = code;
    },
  };
  const program = new Command('zentra-codemods')
    .description('Moves Zentra card integrations to the reviewed gateway API, in place')
    .version(version)
    .addHelpText('after', exitCodeHelp);
  for (const command of [
    migrateCommand,
    reviewCommand,
    explainCommand,
    rehearseCommand,
    undoCommand,
    reportCommand,
    sandboxCommand,
    fleetCommand,
  ]) {
    program.addCommand(command(io));
  }
  program.addCommand(helpCommand(program));
  for (const command of [program, ...descendants(program)]) prepare(command, io);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    return failed(error, io);
  }
  return exitCode;
}

const exitCodeHelp = `
Exit codes:
  0  done
  1  --check found legacy use or a blind spot that nobody accepted
  2  wrong usage or configuration, or uncommitted changes
  3  some files could not be read, parsed or written (the others were done)
`;

function descendants(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)]);
}

function prepare(command: Command, io: Io): void {
  command.configureHelp({ optionDescription: describe, argumentDescription: describe });
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    getOutHelpWidth: () => Math.min(io.stdout.columns ?? 80, 100),
    getErrHelpWidth: () => Math.min(io.stderr.columns ?? 80, 100),
    outputError: (text, write) => write(text.replace(/^error: /, 'zentra-codemods: ')),
  });
}

function failed(error: unknown, io: Io): number {
  // Commander has already written its message. Exit code 0 means that help or version was requested.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (!(error instanceof Error)) {
    io.stderr.write(`zentra-codemods: ${String(error)}\n`);
    return exitCodes.failures;
  }
  // An error with an exit code has a message for users. Any other error is our fault, so we print its stack.
  if ('exitCode' in error && typeof error.exitCode === 'number') {
    io.stderr.write(`zentra-codemods: ${error.message}\n`);
    return error.exitCode;
  }
  io.stderr.write(`zentra-codemods: unexpected error, please report it\n${error.stack ?? error.message}\n`);
  return exitCodes.failures;
}
