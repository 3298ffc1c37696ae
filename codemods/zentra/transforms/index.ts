import type { Transform } from '../../rewrite/transform';
import { transform as dynamicMember } from './dynamic-member';
import { transform as freeze } from './freeze-to-lock';
import { transform as reference } from './reference-to-transaction-reference';
import { transform as terminate } from './terminate-to-lock-and-restrict';
import { transform as unfreeze } from './unfreeze-to-unlock';
import { transform as updateLimits } from './update-limits-to-security';

/** Every codemod, in the order of the table of rules. */
export const transforms: readonly Transform[] = [
  freeze,
  unfreeze,
  terminate,
  updateLimits,
  reference,
  dynamicMember,
];
