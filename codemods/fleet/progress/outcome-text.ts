import { visible } from '../../report/visible';
import { countOf } from '../../reports/words';
import type { RepositoryState } from '../job/repository-state';

/** One line about how a repository's job ended. */
export function outcomeText({ outcome }: RepositoryState): string {
  if (outcome.status === 'failed') return visible(`failed at ${outcome.stage}: ${outcome.message}`);
  const { summary, failedFiles, commit } = outcome;
  if (summary.sites === 0 && failedFiles.length === 0) return 'no legacy use';
  return [
    `${summary.rewritten} rewritten`,
    ...(summary.review > 0 ? [`${summary.review} to review`] : []),
    ...(summary.filesFailed > 0 ? [`${countOf(summary.filesFailed, 'file')} failed`] : []),
    ...(commit?.pushed === true ? [`pushed to ${commit.branch}`] : []),
  ].join(', ');
}
