import { InvalidArgumentError, Option } from 'commander';

/** Collects the values of a repeatable option. */
export const each = (value: string, previous: string[] = []): string[] => [...previous, value];

/**
 * Parses a whole number from 1 to 999999. As seconds, the largest is eleven days, which Node's timers still support.
 *
 * @throws {InvalidArgumentError} for anything else
 */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 to 999999.');
  return Number(text);
}

export const clientOption = (): Option =>
  new Option('--client <choice>', 'what @zentra/sdk imports become (default: auto)').choices([
    'auto',
    'keep',
    'zentra-compat',
  ]);

export const assumeClientOption = (): Option =>
  new Option('--assume-client <name>', "treat untyped <name>.cards as Zentra's; repeatable").argParser(each);

export const forceOption = (): Option => new Option('--force', 'work in a git tree with uncommitted changes');
