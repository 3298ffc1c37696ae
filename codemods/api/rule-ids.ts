import { rules } from 'zentra-compat/contract';

/** What `--rule` and `--skip-rule` take. */
export const ruleIds: readonly string[] = rules.map(({ id }) => id);
