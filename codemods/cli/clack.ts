/** A file of its own in the build, so that only interactive commands load it. */
export * from '@clack/prompts';
