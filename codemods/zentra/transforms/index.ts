import { type MethodRule, methodRules, type RuleId, rules } from 'zentra-compat/contract';
import type { Transform } from '../../rewrite/transform';
import { transform as dynamicMember } from './dynamic-member';
import { transform as reference } from './reference-to-transaction-reference';
import { renameTransform } from './rename';
import { transform as updateLimits } from './update-limits-to-security';

type RenamedId = Extract<(typeof methodRules)[number], { arguments: 'kept' }>['id'];

/** The codemods that do more than rename a method. The type requires one for each such rule. */
const written: Readonly<Record<Exclude<RuleId, RenamedId>, Transform>> = {
  'update-limits-to-security': updateLimits,
  'reference-to-transaction-reference': reference,
  'dynamic-member': dynamicMember,
};

const renames = methodRules.filter((rule: MethodRule) => rule.arguments === 'kept').map(renameTransform);

/** Every codemod, in the order of the table of rules. */
export const transforms: readonly Transform[] = rules.map(({ id }) => transformOf(id));

/** The codemod of a rule. */
export function transformOf(id: RuleId): Transform {
  return renames.find(({ rule }) => rule === id) ?? written[id as keyof typeof written];
}
