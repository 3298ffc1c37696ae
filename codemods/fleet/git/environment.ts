/**
 * Two environments for git. `network`: fetching and pushing need the user's own configuration (credential helpers, proxies, ssh), and
 * never touch a working tree. `local`: all other commands see only the cache's own configuration, so that no filter, hook, signature or
 * alias of the user, the system or the repository takes effect.
 */
export type GitSurroundings = 'network' | 'local';

/**
 * `GIT_*` variables that network commands keep: how to connect and authenticate. Others (`GIT_DIR`, traces, …) redirect git or log secrets.
 */
const NETWORK_VARIABLES =
  /^GIT_(SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|PROXY_COMMAND|PROXY_SSL_\w+|SSL_\w+|HTTP_(?!.*TRACE)\w+|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM|CONFIG_COUNT|CONFIG_KEY_\d+|CONFIG_VALUE_\d+)$/;

const ALWAYS = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_LFS_SKIP_SMUDGE: '1',
  // A partial clone must not fetch from addresses that its own configuration names.
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
  GIT_ADVICE: '0',
  LC_ALL: 'C',
};

/** Local commands get `emptyHome` as their home folder, so that they find no git configuration. */
export function gitEnvironment(
  surroundings: GitSurroundings,
  emptyHome: string,
  from: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  if (surroundings === 'local') {
    return {
      PATH: from.PATH,
      TMPDIR: from.TMPDIR,
      HOME: emptyHome,
      XDG_CONFIG_HOME: emptyHome,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      ...ALWAYS,
    };
  }
  const kept = Object.entries(from).filter(
    ([name]) => !name.startsWith('GIT_') || NETWORK_VARIABLES.test(name),
  );
  return { ...Object.fromEntries(kept), ...ALWAYS, SSH_ASKPASS_REQUIRE: 'never' };
}

/** Settings of every git command; they override any configuration. */
export const HARDENING: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.symlinks=false',
  'core.protectHFS=true',
  'core.protectNTFS=true',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.autocrlf=false',
  'core.safecrlf=false',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'fetch.fsckObjects=true',
  // Harmless faults in the history of old repositories.
  'fetch.fsck.zeroPaddedFilemode=ignore',
  'fetch.fsck.missingSpaceBeforeDate=ignore',
  'fetch.fsck.badTimezone=ignore',
  'fetch.unpackLimit=1',
  'gc.auto=0',
  'maintenance.auto=false',
  'credential.interactive=false',
  'push.gpgSign=false',
  'push.recurseSubmodules=no',
].flatMap((setting) => ['-c', setting]);
