import { visible } from '../../report/visible';
import { countOf } from '../../reports/words';
import type { RepositoryState } from '../job/repository-state';

/** One line about how a repository's job ended. */
export function outcomeText({ outcome }: RepositoryState): string {
  if (outcome.status === 'failed') return visible(`failed at ${outcome.stage}: ${outcome.message}`);
  const { summary, blindSpots, accepted = 0, commit } = outcome;
  const spots = blindSpots?.count ?? 0;
  const begin =
    summary.sites > 0
      ? `${summary.rewritten} rewritten`
      : spots + summary.filesFailed > 0
        ? 'no legacy use in what was read'
        : 'no legacy use';
  return [
    begin,
    ...(summary.review > 0 ? [`${summary.review} to review`] : []),
    ...(summary.filesFailed > 0 ? [`${countOf(summary.filesFailed, 'file')} failed`] : []),
    ...(spots > 0 ? [countOf(spots, 'blind spot')] : []),
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...(commit?.pushed === true ? [`pushed to ${commit.branch}`] : []),
  ].join(', ');
}
