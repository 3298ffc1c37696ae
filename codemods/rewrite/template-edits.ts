import { copyAround, type Template } from '../resolve/template';
import type { Edit } from './edits';
import type { Draft, Rewrite } from './transform';

/**
 * A draft as a template can take it. What needs an import is left to a person where the template does not see the script's imports, and
 * so is new code that would end the attribute which it stands in.
 */
export function fittedInto<T extends Draft>(template: Template, draft: T): T {
  const { outcome, anchor } = draft;
  if (!copyAround(template, anchor.getStart())) return draft;
  if (outcome.status === 'review' && outcome.choices) {
    const choices = outcome.choices.filter((each) => misfit(template, each.outcome) === undefined);
    return { ...draft, outcome: { ...outcome, choices } };
  }
  if (outcome.status !== 'rewritten') return draft;
  const reason = misfit(template, outcome);
  return reason === undefined ? draft : { ...draft, outcome: { status: 'review', reason } };
}

/** Why a template cannot take new code. */
function misfit(template: Template, { needs, edits }: Rewrite): string | undefined {
  if (needs !== undefined && !template.seesImports) {
    return `The new code needs ${needs}, which the template does not see: call a function of the component's script instead, then migrate again`;
  }
  return edits.some((edit) => !fits(template, edit))
    ? "The new code does not fit into the quotes of its attribute: call a function of the component's script instead, then migrate again"
    : undefined;
}

function fits(template: Template, { start, end, text }: Edit): boolean {
  const copy = copyAround(template, start);
  const last = copyAround(template, end);
  if (!copy || !last) return false;
  // One character of the code, written as an entity.
  const isSplit = [copy, last].some(({ length, width }) => length !== width);
  if (isSplit) return false;
  if (copy.quote === undefined) return true;
  return copy.quote === '' ? !/[\s"'`=<>]/.test(text) : !text.includes(copy.quote);
}
