import { copyAround, type Template } from '../resolve/template';
import type { Edit } from './edits';
import type { Draft } from './transform';

/**
 * A draft as a template can take it. What needs an import is left to a person where the template does not see the script's imports, and
 * so is new code that would end the attribute which it stands in.
 */
export function fittedInto<T extends Draft>(template: Template, draft: T): T {
  const { outcome, anchor } = draft;
  if (outcome.status !== 'rewritten' || !copyAround(template, anchor.getStart())) return draft;
  const reason =
    outcome.needs !== undefined && !template.seesImports
      ? `The new code needs ${outcome.needs}, which the template does not see: call a function of the component's script instead, then migrate again`
      : outcome.edits.some((edit) => !fits(template, edit))
        ? "The new code does not fit into the quotes of its attribute: call a function of the component's script instead, then migrate again"
        : undefined;
  return reason === undefined ? draft : { ...draft, outcome: { status: 'review', reason } };
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
