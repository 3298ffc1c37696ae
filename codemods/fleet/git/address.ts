import type { Source } from '../manifest/source';

export const addressOf = (source: Source): string => (source.kind === 'remote' ? source.url : source.folder);

/**
 * A local repository's own side of the conversation runs on this machine, under its own configuration: its hooks and monitors are
 * turned off there, too. A remote's side runs on its server, as it does for everyone.
 */
export const otherSide = (source: Source, program: 'upload-pack' | 'receive-pack'): string[] =>
  source.kind === 'local'
    ? [`--${program}=git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c gc.auto=0 ${program}`]
    : [];
