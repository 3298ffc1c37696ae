import { run as engine } from '../api/run';
import { exitCodes } from './io';
import { run } from './run';

/** Streams with an error listener. Node creates a standard stream on first access, so unused ones are not touched. */
const watched = new Set<NodeJS.WriteStream>();
let isOutputLost = false;

const world = {
  get stdout() {
    return watch(process.stdout, (error) => {
      // `zentra-codemods … | head` closes the pipe early, which is no error.
      if (error.code === 'EPIPE' || isOutputLost) return;
      isOutputLost = true;
      process.exitCode = exitCodes.failures;
      world.stderr.write(`error: the output could not be written (${error.code ?? error.message})\n`);
    });
  },
  get stderr() {
    // stderr has only progress and messages, so a failed write is ignored.
    return watch(process.stderr, () => {});
  },
  get isInteractive() {
    return process.stdin.isTTY === true && process.stdout.isTTY === true;
  },
  cwd: process.cwd(),
  env: process.env,
  engine,
};

function watch(
  stream: NodeJS.WriteStream,
  onError: (error: NodeJS.ErrnoException) => void,
): NodeJS.WriteStream {
  if (!watched.has(stream)) stream.on('error', onError);
  watched.add(stream);
  return stream;
}

void run(process.argv.slice(2), world).then((code) => {
  process.exitCode = isOutputLost ? exitCodes.failures : code;
});
