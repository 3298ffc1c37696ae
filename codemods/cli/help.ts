import type { Argument, Option } from 'commander';
import { Command } from 'commander';
import { UsageError } from '../engine/usage-error';

/** The `help` command of a program or of a command with commands: `help migrate`, `help fleet run`. */
export function helpCommand(parent: Command): Command {
  return new Command('help')
    .description('show the help of a command')
    .argument('[command...]', 'the command, such as migrate, or fleet run')
    .action((names: readonly string[]) => {
      let found = parent;
      for (const name of names) {
        const next = found.commands.find((command) => command.name() === name);
        if (next === undefined) {
          const others = found.commands.map((command) => command.name());
          const there = others.length > 0 ? `there are ${others.join(', ')}` : 'it has none';
          throw new UsageError(`${found.name()} has no command ${name}: ${there}`);
        }
        found = next;
      }
      found.help();
    });
}

/** Describes an option or an argument as a person would: without quotes, and without the default of a list or of what is off. */
export function describe(item: Option | Argument): string {
  const { argChoices: choices, defaultValue, defaultValueDescription } = item;
  const env = 'envVar' in item ? item.envVar : undefined;
  const usual = defaultValueDescription ?? usualValue(defaultValue);
  const more = [
    ...(choices ? [`choices: ${choices.join(', ')}`] : []),
    ...(usual === undefined ? [] : [`default: ${usual}`]),
    ...(env === undefined ? [] : [`env: ${env}`]),
  ];
  return more.length === 0 ? item.description : `${item.description} (${more.join('; ')})`;
}

function usualValue(value: unknown): string | undefined {
  const isOff = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
  return isOff ? undefined : String(value);
}
