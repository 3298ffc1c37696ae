import { Command, Option } from 'commander';
import type { ClientChoice } from '../engine/options';
import type { Io } from './io';
import { assumeClientOption, clientOption, each, forceOption, wholeNumber } from './shared-options';

/** The flags as commander parses them. */
export interface MigrateFlags {
  dryRun?: true;
  check?: true;
  baseline?: string;
  report?: string[];
  format: 'text' | 'json' | 'github' | 'gitlab';
  rule?: string[];
  skipRule?: string[];
  client?: ClientChoice;
  assumeClient?: string[];
  include?: string[];
  exclude?: string[];
  usage?: string[];
  verify?: true;
  verifyTimeout?: number;
  verifyMemory?: number;
  force?: true;
  interactive?: true;
}

export function migrateCommand(io: Io): Command {
  return new Command('migrate')
    .description('rewrite in place')
    .argument('[paths...]', 'files, folders or globs (default: .)', each)
    .option('--dry-run', 'print a unified diff and the summary, write nothing')
    .addOption(
      new Option(
        '--check',
        'write nothing; exit 1 if legacy use or a blind spot remains that nobody accepted',
      ).conflicts('dryRun'),
    )
    .addOption(
      new Option('-i, --interactive', 'go through what is left, question by question (as review)').conflicts([
        'dryRun',
        'check',
      ]),
    )
    .option('--baseline <file.json>', 'with --check: fail only on legacy use that this report does not have')
    .option('--report <file>', '.json .md .html .sarif by extension; repeatable', each)
    .addOption(
      new Option(
        '--format <format>',
        'what stdout gets, and nothing else: json is the report, github annotates a workflow, gitlab is a code quality report',
      )
        .choices(['text', 'json', 'github', 'gitlab'])
        .default('text'),
    )
    .option('--rule <id or code>', 'only this rule; repeatable', each)
    .option('--skip-rule <id or code>', 'all rules but this one; repeatable', each)
    .addOption(clientOption())
    .addOption(assumeClientOption())
    .option('--include <glob>', 'take only what matches; repeatable', each)
    .option('--exclude <glob>', 'leave out, on top of .gitignore; repeatable', each)
    .option('--usage <file.jsonl>', 'merge what ran in production into the report; repeatable, globs', each)
    .option(
      '--verify',
      'compare type errors before and after; where there are new ones, write nothing and exit 1',
    )
    .option(
      '--verify-timeout <seconds>',
      'give the comparison up after this long (default: 600)',
      wholeNumber,
    )
    .option(
      '--verify-memory <MiB>',
      'give it up when it needs more memory than this (default: 4096)',
      wholeNumber,
    )
    .addOption(forceOption())
    .addHelpText(
      'after',
      `
The root is the nearest folder, from what is given up to the top of the git
tree, that has a package.json, or the one whose workspaces it is a member of.
Its zentra-codemods.config.json may hold client, reviewedSdk, assumeClients,
include, exclude, rules and skipRules; a flag wins over its key.
`,
    )
    .action(async (paths: string[], flags: MigrateFlags) => {
      const { runMigrate } = await import('./run-migrate');
      await runMigrate(paths, flags, io);
    });
}
