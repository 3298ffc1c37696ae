import { JobFailure } from '../job/job-failure';
import { isCommitId } from '../manifest/ref';
import type { Source } from '../manifest/source';
import { addressOf, otherSide } from './address';
import type { Git } from './git';

/**
 * Returns the commit that `ref` names at the source now, without fetching it.
 *
 * @throws {JobFailure} when the source has no such ref, or cannot be asked
 */
export async function resolveRef(git: Git, source: Source, ref: string | undefined): Promise<string> {
  if (ref !== undefined && isCommitId(ref)) return ref;
  const wanted = candidates(ref ?? 'HEAD');
  const output = await git({
    stage: 'resolve',
    surroundings: 'network',
    args: ['ls-remote', '--quiet', ...otherSide(source, 'upload-pack'), '--', addressOf(source), ...wanted],
  });
  const commits = new Map(
    output
      .toString('utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([commit = '', name = '']) => [name, commit]),
  );
  const found = wanted
    .map((name) => commits.get(name))
    .find((commit) => commit !== undefined && isCommitId(commit));
  if (found !== undefined) return found;
  throw new JobFailure('resolve', 'refused', `${ref ?? 'HEAD'} is no branch or tag of ${addressOf(source)}`);
}

/** In git's own order of preference; `^{}` is the commit that an annotated tag stands for. */
const candidates = (ref: string): string[] =>
  ref === 'HEAD'
    ? [ref]
    : [
        ...(ref.startsWith('refs/') ? [`${ref}^{}`, ref] : []),
        `refs/tags/${ref}^{}`,
        `refs/tags/${ref}`,
        `refs/heads/${ref}`,
      ];
