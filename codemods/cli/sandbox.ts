import { Command, InvalidArgumentError, Option } from 'commander';
import type { Io } from './io';

export function sandboxCommand(io: Io): Command {
  return new Command('sandbox')
    .description('run the embedded gateway on loopback')
    .addOption(
      new Option('--port <number>', 'TCP port').argParser(port).default(0, '0, which takes a free one'),
    )
    .action(async (options: { port: number }) => {
      const { runSandbox } = await import('../sandbox/index');
      const sandbox = await runSandbox({ port: options.port, out: io.stdout });
      await new Promise<void>((stop) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
      });
      await sandbox.close();
    });
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('It is a number from 0 to 65535.');
  }
  return Number(text);
}
