import type { Source } from '../manifest/source';

export const addressOf = (source: Source): string => (source.kind === 'remote' ? source.url : source.folder);

/** What a repository's own configuration could have run while it is read or written. A command that must exist gets one that does nothing. */
const NOTHING_OF_ITS_OWN = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.alternateRefsCommand=:',
  'receive.autoGc=false',
  'gc.auto=0',
  // The pack goes from one folder to another, once: looking for differences to save bytes costs more than it saves.
  'pack.window=0',
  'pack.compression=1',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/**
 * A local repository's own side of the conversation runs on this machine, under its own configuration: what that could execute is turned
 * off there, too. A remote's side runs on its server, as it does for everyone.
 */
export const otherSide = (source: Source, program: 'upload-pack' | 'receive-pack'): string[] =>
  source.kind === 'local' ? [`--${program}=git ${NOTHING_OF_ITS_OWN} ${program}`] : [];
