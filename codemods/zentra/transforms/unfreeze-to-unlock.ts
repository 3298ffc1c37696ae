import { methodRules } from 'zentra-compat/contract';
import { renameTransform } from './rename';
import { standalone } from './standalone';

export const transform = renameTransform(methodRules.find(({ id }) => id === 'unfreeze-to-unlock')!);

export default standalone(transform);
