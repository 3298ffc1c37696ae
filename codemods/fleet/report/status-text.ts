import type { RepositoryStatus } from './fleet-report';

/** Name of each status, and its meaning for the reader. */
export const statusText: Readonly<Record<RepositoryStatus, { name: string; meaning: string }>> = {
  failed: { name: 'Failed', meaning: 'The job failed; nothing is known of the code' },
  attention: {
    name: 'Needs a person',
    meaning: 'Some uses cannot be rewritten, or something was not read or cannot be seen through',
  },
  ready: { name: 'Patch ready', meaning: 'Everything left is in a patch that waits to be merged' },
  pending: { name: 'Not run yet', meaning: 'No run has reached it' },
  migrated: { name: 'Migrated', meaning: 'Its legacy use is gone from its ref' },
  unused: { name: 'No use', meaning: 'No run has seen a legacy use in it that nobody accepted' },
};
