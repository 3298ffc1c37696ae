import { rules } from 'zentra-compat/contract';
import { UsageError } from '../engine/usage-error';
import { ruleIds } from './rule-ids';

const idsByCode = new Map(
  rules.flatMap((rule) => ('code' in rule ? [[rule.code as string, rule.id as string]] : [])),
);

/** Names of rules: their ids and their codes. */
export const ruleNames: readonly string[] = [...ruleIds, ...idsByCode.keys()];

/**
 * Converts names of rules, ids or codes, into ids.
 *
 * @throws {UsageError} naming those that do not exist
 */
export function ruleIdsOf(names: readonly string[]): string[] {
  const unknown = names.filter((name) => !ruleNames.includes(name));
  if (unknown.length === 0) return names.map((name) => idsByCode.get(name) ?? name);
  const known = ruleIds.map((id) => {
    const code = [...idsByCode].find(([, of]) => of === id)?.[0];
    return code === undefined ? `  ${id}` : `  ${id} (${code})`;
  });
  throw new UsageError(`no such rule: ${unknown.join(', ')}. The rules are\n${known.join('\n')}`);
}
