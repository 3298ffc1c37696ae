import { resolve } from 'node:path';
import { Command } from 'commander';
import { exitCodes, type Io } from './io';

export function undoCommand(io: Io): Command {
  return new Command('undo')
    .description('put back the bytes of the last run')
    .argument('[path]', 'root of the run, or a folder above it', '.')
    .addHelpText('after', '\nFiles that were edited since the run are named, and then nothing is put back.\n')
    .action(async (path: string) => {
      const { undoIn } = await import('../api/undo');
      const { root, restored, failed } = await undoIn({ env: io.env }, { root: resolve(io.cwd, path) });
      for (const { file, error } of failed) io.stderr.write(`zentra-codemods: ${file}: ${error}\n`);
      io.stdout.write(`Put back ${restored.length} ${restored.length === 1 ? 'file' : 'files'} in ${root}\n`);
      if (failed.length > 0) io.exit(exitCodes.failures);
    });
}
