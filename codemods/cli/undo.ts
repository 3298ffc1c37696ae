import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { PastRun } from '../engine/write/undo';
import { countOf } from '../reports/words';
import { exitCodes, type Io } from './io';
import { filled } from './shared-options';

interface UndoFlags {
  list?: true;
  dryRun?: true;
}

export function undoCommand(io: Io): Command {
  return new Command('undo')
    .description('put back the bytes of the last run')
    .argument('[path]', 'root of the run, or a folder above it', filled, '.')
    .option('--list', 'show the runs that can be undone, the next one first')
    .addOption(new Option('--dry-run', 'name the files that would be put back').conflicts('list'))
    .addHelpText('after', '\nFiles that were edited since the run are named, and then nothing is put back.\n')
    .action(async (path: string, { list, dryRun }: UndoFlags) => {
      const { pastRunsIn, undoIn } = await import('../api/undo');
      const surroundings = { env: io.env };
      const root = resolve(io.cwd, path);
      if (list) {
        io.stdout.write((await pastRunsIn(surroundings, root)).map(runText).join(''));
        return;
      }
      const outcome = await undoIn(surroundings, { root, dryRun });
      const { restored, failed } = outcome;
      const { visible } = await import('../report/visible');
      for (const { file, error } of failed) io.stderr.write(`zentra-codemods: ${visible(file)}: ${error}\n`);
      const verb = dryRun ? 'Would put back' : 'Put back';
      io.stdout.write(
        `${verb} ${countOf(restored.length, 'file')} in ${outcome.root}, as before the run of ${moment(outcome.startedAt)}\n${restored.map((file) => `  ${visible(file)}\n`).join('')}`,
      );
      if (failed.length > 0) io.exit(exitCodes.failures);
    });
}

const moment = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

const runText = ({ root, startedAt, files, interrupted }: PastRun): string =>
  `${moment(startedAt)}  ${countOf(files.length, 'file')} in ${root}${interrupted ? ', stopped before its end or put back in part' : ''}\n`;
