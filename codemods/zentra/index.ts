import { rules } from 'zentra-compat/contract';
import { defineMigration } from '../engine/migration';
import { dependencies, name, version } from '../package.json';
import { COMPAT_EXPORTS, COMPAT_MODULE } from './names';
import { zentraSdk } from './sdk';
import { wording } from './wording';

/** The migration from Zentra's legacy card API to the reviewed one. */
export const zentra = defineMigration(
  {
    sdk: zentraSdk,
    replacement: { range: dependencies[COMPAT_MODULE], exports: COMPAT_EXPORTS },
    rules: rules.map(({ id }) => id),
    loadTransforms: async () => (await import('./transforms/index')).transforms,
    clientOptions: ['limitUnit'],
    wording,
  },
  `${name}@${version}`,
);
