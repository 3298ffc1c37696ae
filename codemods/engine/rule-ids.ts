import { rules } from 'zentra-compat/contract';

/** What `--rule` and `--skip-rule` take: the rules of the table, and members computed at run time, which have no code. */
export const ruleIds: readonly string[] = [...rules.map(({ id }) => id), 'dynamic-member'];
