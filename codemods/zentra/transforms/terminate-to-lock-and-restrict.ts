import { methodRules } from 'zentra-compat/contract';
import { renameTransform } from './rename';
import { standalone } from './standalone';

export const transform = renameTransform(
  methodRules.find(({ id }) => id === 'terminate-to-lock-and-restrict')!,
);

export default standalone(transform);
