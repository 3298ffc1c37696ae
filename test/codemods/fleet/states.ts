import type { Done, RepositoryState } from '../../../codemods/fleet/job/repository-state';
import { slugOf } from '../../../codemods/fleet/manifest/plan';

interface Given {
  rewritten?: number;
  review?: number;
  filesFailed?: number;
  labels?: Record<string, string>;
  reason?: string;
  pushed?: boolean;
  blindSpots?: number;
}

/** The state of a repository whose job was done. */
export function doneState(name: string, given: Given = {}): RepositoryState {
  const {
    rewritten = 0,
    review = 0,
    filesFailed = 0,
    labels = {},
    reason = 'The receiver is untyped',
    pushed = false,
    blindSpots = 0,
  } = given;
  const outcome: Done = {
    status: 'done',
    summary: { filesScanned: 10, filesChanged: 1, filesFailed, sites: rewritten + review, rewritten, review },
    review: review > 0 ? [{ rule: 'freeze-to-lock', reason, sites: review, first: 'src/shop.ts:12' }] : [],
    failedFiles: filesFailed > 0 ? [{ file: 'src/broken.ts', error: 'does not parse' }] : [],
    blindSpots: {
      count: blindSpots,
      first: blindSpots > 0 ? [{ reason: 'it is generated', where: 'gen/api.js' }] : [],
    },
    ...(rewritten > 0 && { commit: { id: 'a'.repeat(40), branch: 'zentra-codemods/migrate', pushed } }),
    leftOut: { symlinks: 0, submodules: 0, collisions: 0 },
  };
  return stateOf(name, labels, outcome);
}

/** The state of a repository whose job failed. */
export const failedState = (
  name: string,
  message: string,
  labels: Record<string, string> = {},
): RepositoryState =>
  stateOf(name, labels, { status: 'failed', stage: 'fetch', why: 'git', message, retryable: true });

const stateOf = (
  name: string,
  labels: Record<string, string>,
  outcome: RepositoryState['outcome'],
): RepositoryState => ({
  schemaVersion: 1,
  name,
  slug: slugOf(name),
  url: `https://git.example.com/${encodeURI(name)}.git`,
  labels,
  sourceCommit: 'b'.repeat(40),
  toolVersion: '0.0.0',
  digest: 'c'.repeat(32),
  startedAt: '2026-03-01T10:00:00.000Z',
  durationMs: 1200,
  outcome,
});
