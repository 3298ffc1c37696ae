import { run as engine } from '../api/run';
import { run } from './run';

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
  get isInteractive() {
    return process.stdin.isTTY === true && process.stdout.isTTY === true;
  },
  cwd: process.cwd(),
  env: process.env,
  engine,
};

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

void run(process.argv.slice(2), world).then((code) => {
  process.exitCode = code;
});
