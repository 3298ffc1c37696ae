import { migrate } from '../../../codemods/engine/migrate';
import { UsageError } from '../../../codemods/engine/usage-error';
import { undo } from '../../../codemods/engine/write/undo';
import { zentra } from '../../../codemods/zentra/index';
import { wholeTree } from '../../codemods/engine/whole-tree';

/** What the command line does, in a process that can be killed: `migrate|undo <root> [files written until it kills itself]`. */
const [command, root = '', killAt] = process.argv.slice(2);

try {
  process.exitCode = command === 'undo' ? undone() : await migrated();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function migrated(): Promise<number> {
  const { report } = await migrate(zentra, {
    ...wholeTree,
    root,
    mode: 'write',
    client: 'zentra-compat',
    onProgress: ({ stage, done }) => {
      if (stage === 'write' && done === Number(killAt)) process.kill(process.pid, 'SIGKILL');
    },
  });
  return report.summary.filesFailed > 0 ? 3 : 0;
}

function undone(): number {
  return undo(root).failed.length > 0 ? 3 : 0;
}
