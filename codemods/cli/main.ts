import { type Engine, migrateHere } from './engine';
import { run } from './run';

/** A run that writes must be stoppable at any time; the others can simply be killed. */
const migrate: Engine = async (options) =>
  options.mode === 'write'
    ? (await import('./interruptible')).migrateInterruptibly(options)
    : migrateHere(options);

let isListening = false;

const world = {
  get stdout() {
    // `zentra-codemods … | head` closes the pipe early: that is no error.
    if (!isListening) process.stdout.on('error', ignoreClosedPipe);
    isListening = true;
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
  cwd: process.cwd(),
  env: process.env,
  migrate,
};

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

void run(process.argv.slice(2), world).then((code) => {
  process.exitCode = code;
});
