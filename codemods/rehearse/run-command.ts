import { spawn } from 'node:child_process';
import { RehearsalError } from './rehearsal-error';

export interface CommandOptions {
  /** Program and arguments; run without a shell, except on Windows. */
  command: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Milliseconds after which the command is stopped. */
  timeout: number;
  signal?: AbortSignal | undefined;
  /** Receives the output of the command as it is printed. */
  onOutput?: ((text: string) => void) | undefined;
}

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command to its end, then kills the processes that it left running.
 *
 * @throws {RehearsalError} if the command cannot be started, or takes longer than `timeout`
 * @throws the signal's reason if the signal aborts
 */
export function runCommand(options: CommandOptions): Promise<CommandResult> {
  const { command, cwd, env, timeout, signal, onOutput } = options;
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const isWindows = process.platform === 'win32';
    // A process group of its own, so that a signal reaches the command's children.
    const child = spawn(program, args, {
      cwd,
      env,
      detached: !isWindows,
      shell: isWindows,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    let ended: Error | undefined;
    const stop = (reason: Error) => {
      ended ??= reason;
      try {
        if (isWindows || child.pid === undefined) child.kill('SIGKILL');
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const timer = setTimeout(
      () =>
        stop(new RehearsalError(`${command.join(' ')} did not end within ${timeout / 1000} s (--timeout)`)),
      timeout,
    );
    const onAbort = () => stop(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        output[stream] += text;
        onOutput?.(text);
      });
    }
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      act();
    };
    child.once('error', (error) =>
      settle(() => reject(new RehearsalError(`${program} cannot be started: ${error.message}`))),
    );
    child.once('close', (code) =>
      settle(() => {
        // Background processes of the command would keep sending requests to the sandbox.
        stop(new Error('ended'));
        if (ended && ended.message !== 'ended') reject(ended);
        else resolve({ exitCode: code ?? 1, ...output });
      }),
    );
    if (signal?.aborted) onAbort();
  });
}
