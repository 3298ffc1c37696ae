import { rules } from 'zentra-compat/contract';

/** Rule ids that `--rule` and `--skip-rule` accept. */
export const ruleIds: readonly string[] = rules.map(({ id }) => id);
