import { InvalidArgumentError, Option } from 'commander';
import { CLIENT_NAME } from '../api/check-options';

/**
 * A value that is not empty: an empty one is a variable that was not set, and would stand for the working directory.
 *
 * @throws {InvalidArgumentError} for an empty text
 */
export function filled(value: string): string {
  if (value === '') throw new InvalidArgumentError('It is empty.');
  return value;
}

/** Collects the values of a repeatable option. @throws {InvalidArgumentError} for an empty one */
export const each = (value: string, previous: string[] = []): string[] => [...previous, filled(value)];

function eachClient(value: string, previous?: string[]): string[] {
  if (!CLIENT_NAME.test(value))
    throw new InvalidArgumentError('It is the name before .cards alone, such as zentra.');
  return each(value, previous);
}

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
  new Option('--assume-client <name>', "treat untyped <name>.cards as Zentra's; repeatable").argParser(
    eachClient,
  );

export const forceOption = (): Option => new Option('--force', 'work in a git tree with uncommitted changes');
