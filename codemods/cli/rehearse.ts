import { Command, InvalidArgumentError } from 'commander';
import type { Io } from './io';
import { wholeNumber } from './shared-options';

/** The flags as commander parses them. */
export interface RehearseFlags {
  seed?: string;
  repeat: number;
  allowHost: string[];
  compareOutput?: true;
  timeout: number;
  format: 'text' | 'json';
}

export function rehearseCommand(io: Io): Command {
  return new Command('rehearse')
    .description('run a command before and after migrating a copy, and compare the requests')
    .argument('<command...>', 'program and arguments, after --')
    .option('--seed <cards.json>', 'cards that exist from the start: a list of ids, or of objects with an id')
    .option('--repeat <n>', 'runs before the migration; what varies between them is left out', wholeNumber, 1)
    .option('--allow-host <host>', 'let the command connect to this host; repeatable', eachHost, [])
    .option('--compare-output', 'compare what the command prints on stdout, too')
    .option('--timeout <seconds>', 'for each run of the command', wholeNumber, 600)
    .option(
      '--format <format>',
      'text or json: what was shown, on stdout and nothing else there',
      format,
      'text',
    )
    .addHelpText(
      'after',
      `
This runs the command, so it runs your code: in a copy of the repository, with
sandbox keys, against the embedded sandbox. A Node process of it reaches this
machine and nothing else; other programs are not held back. Exit codes: 0 the
same requests and no deprecated use left; 1 a difference; 2 wrong usage; 3 it
could not be run, or no request was seen.
`,
    )
    .action(async (command: string[], flags: RehearseFlags) => {
      const { runRehearse } = await import('./run-rehearse');
      await runRehearse(command, flags, io);
    });
}

function eachHost(host: string, previous: string[]): string[] {
  if (!/^[\w[:][\w.:\]-]*$/.test(host))
    throw new InvalidArgumentError('It is a host name or an address, without protocol, such as db.internal.');
  return [...previous, host];
}

function format(text: string): 'text' | 'json' {
  if (text !== 'text' && text !== 'json') throw new InvalidArgumentError('It is text or json.');
  return text;
}
