import type { Source } from '../manifest/source';

export const addressOf = (source: Source): string => (source.kind === 'remote' ? source.url : source.folder);

/** Settings that keep a repository's own configuration from running commands. Where git needs a command, `:` does nothing. */
const NOTHING_OF_ITS_OWN = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.alternateRefsCommand=:',
  'receive.autoGc=false',
  'gc.auto=0',
  // The pack is used once, between two local folders: computing deltas takes longer than copying the bytes.
  'pack.window=0',
  'pack.compression=1',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/**
 * For a local repository, the other side (`upload-pack`, `receive-pack`) runs on this machine under that repository's configuration, so
 * the settings above apply to it too. A remote's side runs on its server.
 */
export const otherSide = (source: Source, program: 'upload-pack' | 'receive-pack'): string[] =>
  source.kind === 'local' ? [`--${program}=git ${NOTHING_OF_ITS_OWN} ${program}`] : [];
