import { type ChildProcess, spawn } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import { watchMemory } from './memory-watch';

export interface Bounds {
  /** When the child must have ended, as `Date.now()` counts. */
  deadline: number;
  memoryBytes: number;
  /** Ends the child when the caller is told to stop. */
  signal: AbortSignal;
}

export interface BoundedCommand extends Bounds {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  input?: string | Buffer;
  /** Maximum bytes of standard output; more ends the child. `ignore`: no maximum, and the output is dropped. */
  maxOutput?: number | 'ignore';
  /** Called four times a second; a returned reason ends the child. */
  alsoStopWhen?: () => string | undefined;
}

/** How a child ended. `stopped`: it printed more than `maxOutput`, or `alsoStopWhen` returned the reason. */
export type Ending =
  | { kind: 'exit'; code: number }
  | { kind: 'signal'; signal: string }
  | { kind: 'time' }
  | { kind: 'memory'; bytes: number }
  | { kind: 'stopped'; reason: string }
  | { kind: 'aborted' }
  | { kind: 'unstartable'; message: string };

export interface BoundedResult {
  ending: Ending;
  stdout: Buffer;
  /** The last part of standard error. */
  stderr: string;
}

const DEFAULT_MAX_OUTPUT = 16 * 1024 * 1024;
const STDERR_TAIL = 16 * 1024;
const LOOK_EVERY_MS = 250;
const PIPES_CLOSE_WITHIN_MS = 2_000;

/**
 * The child leads a process group of its own, which is killed as a whole. A subshell in that group reads from a socket whose other end
 * only we hold: when our process dies, however suddenly, the read ends and the subshell kills the group.
 */
const LIFELINE = '( read -r _ <&3; kill -9 0 ) >/dev/null 2>&1 & exec "$@" 3<&-';

/** Runs a child within its bounds. Never throws: the result says how the child ended. */
export function runBounded(command: BoundedCommand): Promise<BoundedResult> {
  if (command.signal.aborted) return Promise.resolve(nothing({ kind: 'aborted' }));
  if (Date.now() >= command.deadline) return Promise.resolve(nothing({ kind: 'time' }));
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', LIFELINE, 'sh', command.command, ...command.args], {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    child.once('error', (error) => resolve(nothing({ kind: 'unstartable', message: error.message })));
    if (child.pid !== undefined) attend(child, child.pid, command, resolve);
  });
}

const nothing = (ending: Ending): BoundedResult => ({ ending, stdout: Buffer.alloc(0), stderr: '' });

function attend(
  child: ChildProcess,
  group: number,
  command: BoundedCommand,
  resolve: (result: BoundedResult) => void,
) {
  let killedFor: Ending | undefined;
  const kill = (ending: Ending) => {
    killedFor ??= ending;
    killGroup(group);
  };

  const maxOutput = command.maxOutput ?? DEFAULT_MAX_OUTPUT;
  const stdout: Buffer[] = [];
  let stdoutBytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    if (maxOutput === 'ignore') return;
    stdoutBytes += chunk.length;
    if (stdoutBytes > maxOutput) kill({ kind: 'stopped', reason: `it printed more than ${maxOutput} bytes` });
    else stdout.push(chunk);
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_TAIL);
  });
  child.stdin?.on('error', () => {}); // a child that does not read its input is no fault
  child.stdin?.end(command.input);
  const lifeline = child.stdio[3] as Socket;
  lifeline.on('error', () => {});

  const unwatch = watchMemory(group, (bytes) => {
    if (bytes > command.memoryBytes) kill({ kind: 'memory', bytes });
  });
  const timeout = setTimeout(() => kill({ kind: 'time' }), command.deadline - Date.now());
  const stopWhen = command.alsoStopWhen;
  const look =
    stopWhen &&
    setInterval(() => {
      const reason = stopWhen();
      if (reason !== undefined) kill({ kind: 'stopped', reason });
    }, LOOK_EVERY_MS);
  const onAbort = () => kill({ kind: 'aborted' });
  // Each running repository adds a listener to the signal: many listeners are no leak.
  setMaxListeners(0, command.signal);
  command.signal.addEventListener('abort', onAbort, { once: true });

  let closing: NodeJS.Timeout | undefined;
  child.once('exit', () => {
    // Kill the processes that the child left behind: they would hold the pipes open, or outlive its limits.
    killGroup(group);
    lifeline.destroy();
    // A process that left the group, such as a shared ssh connection (ControlPersist), lives on: do not wait until it closes the pipes.
    closing = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, PIPES_CLOSE_WITHIN_MS);
  });
  child.once('close', (code, signal) => {
    clearTimeout(timeout);
    clearTimeout(closing);
    clearInterval(look);
    unwatch();
    command.signal.removeEventListener('abort', onAbort);
    const own: Ending = code === null ? { kind: 'signal', signal: String(signal) } : { kind: 'exit', code };
    resolve({ ending: killedFor ?? own, stdout: Buffer.concat(stdout), stderr });
  });
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
