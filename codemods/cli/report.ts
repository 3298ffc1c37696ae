import { Command, Option } from 'commander';
import type { Io } from './io';
import { each } from './shared-options';

/** The flags as commander parses them. */
export interface ReportFlags {
  format?: 'text' | 'json' | 'md' | 'html' | 'sarif' | 'github' | 'gitlab';
  report?: string[];
  since?: string;
  usage?: string[];
}

export function reportCommand(io: Io): Command {
  return new Command('report')
    .description('render a saved report again, in any format')
    .argument('<file.json>', 'a report saved with --report')
    .addOption(
      new Option('--format <format>', 'what stdout gets (default: text, or nothing with --report)').choices([
        'text',
        'json',
        'md',
        'html',
        'sarif',
        'github',
        'gitlab',
      ]),
    )
    .option('--report <file>', '.json .md .html .sarif by extension; repeatable', each)
    .option('--since <old.json>', 'show what was migrated, what appeared and what remains since then')
    .option('--usage <file.jsonl>', 'merge what ran in production into the report; repeatable, globs', each)
    .action(async (file: string, flags: ReportFlags) => {
      const { runReport } = await import('./run-report');
      await runReport(file, flags, io);
    });
}
