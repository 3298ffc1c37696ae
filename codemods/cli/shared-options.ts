import { Option } from 'commander';

/** Collects what an option that may be repeated is given. */
export const each = (value: string, previous: string[] = []): string[] => [...previous, value];

export const clientOption = (): Option =>
  new Option('--client <choice>', 'what @zentra/sdk imports become (default: auto)').choices([
    'auto',
    'keep',
    'zentra-compat',
  ]);

export const assumeClientOption = (): Option =>
  new Option('--assume-client <name>', "treat untyped <name>.cards as Zentra's; repeatable").argParser(each);

export const forceOption = (): Option => new Option('--force', 'work in a git tree with uncommitted changes');
