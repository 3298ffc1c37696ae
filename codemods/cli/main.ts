import { type Engine, migrateHere } from './engine';
import { run } from './run';

const { stdout, stderr } = process;

// `zentra-codemods … | head` closes the pipe early: that is no error.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** A run that writes must be stoppable at any time; the others can simply be killed. */
const migrate: Engine = async (options) =>
  options.mode === 'write'
    ? (await import('./interruptible')).migrateInterruptibly(options)
    : migrateHere(options);

void run(process.argv.slice(2), { stdout, stderr, cwd: process.cwd(), env: process.env, migrate }).then(
  (code) => {
    process.exitCode = code;
  },
);
