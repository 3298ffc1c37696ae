import { copyAround, type Template } from '../resolve/template';
import type { Edit } from './edits';
import type { Draft, Rewrite } from './transform';

/**
 * Adapts a draft to a template. The site is left to a person if its new code needs an import that the template cannot see, or would end
 * the attribute that it stands in.
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

/** The reason why a template cannot hold new code; `undefined` if it can. */
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
  // The edit would start or end inside an entity, which encodes one character of the code.
  const isSplit = [copy, last].some(({ length, width }) => length !== width);
  if (isSplit) return false;
  if (copy.quote === undefined) return true;
  return copy.quote === '' ? !/[\s"'`=<>]/.test(text) : !text.includes(copy.quote);
}
