import { methodRules } from 'zentra-compat/contract';
import { renameTransform } from './rename';
import { standalone } from './standalone';

export const transform = renameTransform(methodRules.find(({ id }) => id === 'freeze-to-lock')!);

export default standalone(transform);
