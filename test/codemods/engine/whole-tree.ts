import type { MigrateOptions } from '../../../codemods/engine/options';

/** What a run over a whole tree with every rule is told, but for its root and its mode. */
export const wholeTree: Omit<MigrateOptions, 'root' | 'mode'> = {
  paths: [],
  rules: [],
  skipRules: [],
  client: 'auto',
  assumeClients: [],
  include: [],
  exclude: [],
};
