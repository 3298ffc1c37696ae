import { Command, Option } from 'commander';
import type { ClientChoice } from '../engine/options';
import type { Io } from './io';
import { assumeClientOption, clientOption, each, filled, forceOption } from './shared-options';

/** The flags as commander parses them. */
export interface ReviewFlags {
  list?: true;
  format: 'text' | 'json';
  answer?: string[];
  reason?: string;
  dryRun?: true;
  client?: ClientChoice;
  assumeClient?: string[];
  force?: true;
}

export function reviewCommand(io: Io): Command {
  return new Command('review')
    .description('go through what is left, one question for each cause; answers are kept')
    .argument('[path]', 'file, folder or glob (default: .)', filled)
    .option('--list', 'print the questions, write nothing')
    .addOption(
      new Option('--format <format>', 'of what --list and --answer print')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addOption(
      new Option('--answer <id=choice>', 'answer a question; repeatable').argParser(each).conflicts('list'),
    )
    .option('--reason <text>', 'why, for every --answer of this command that needs a reason')
    .option('--dry-run', 'with --answer: print what it would change, write nothing')
    .addOption(clientOption())
    .addOption(assumeClientOption())
    .addOption(forceOption())
    .addHelpText(
      'after',
      `
An answer rewrites what follows from it, and what needs no answer, as migrate
does; undo takes back both. Answers are kept in zentra-codemods.answers.json at
the root: commit it, and nobody is asked again until the code changes.

  zentra-codemods review --list --format json
  zentra-codemods review --answer 3f0c2a9d81be=yes --answer 77aa01c4e2f9=no
  zentra-codemods review --answer 90b1c2d3e4f5=accept --reason 'never a legacy name'
`,
    )
    .action(async (path: string | undefined, flags: ReviewFlags) => {
      const { runReview } = await import('./run-review');
      await runReview(path, flags, io);
    });
}
