import { Command } from 'commander';
import type { Io } from './io';

export function explainCommand(io: Io): Command {
  return new Command('explain')
    .description('what a code or rule means; or what is known of a line, and why')
    .argument('<what>', 'ZENTRA_DEP0001, freeze-to-lock, or src/cards.js:12')
    .action(async (what: string) => {
      const { runExplain } = await import('./run-explain');
      await runExplain(what, io);
    });
}
