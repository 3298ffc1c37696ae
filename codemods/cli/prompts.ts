/** A file of its own in the build, so that only who asks something loads it. */
export * from '@clack/prompts';
