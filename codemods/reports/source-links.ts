/** Returns the web address of a line of a file. */
export type SourceLinks = (file: string, line: number) => string;

/** The path of a line's address per hosting service, which is recognised by its host name. */
const SERVICES: readonly [host: RegExp, page: (commit: string, path: string, line: number) => string][] = [
  [/(?:^|\.)bitbucket\./, (commit, path, line) => `src/${commit}/${path}#lines-${line}`],
  [/(?:^|\.)gitlab\./, (commit, path, line) => `-/blob/${commit}/${path}#L${line}`],
  [/(?:^|\.)github\./, (commit, path, line) => `blob/${commit}/${path}#L${line}`],
];

/**
 * Links to a repository's pages at a fixed commit, so that a link stays right when its line moves.
 *
 * @param remote the git remote: `https://…` or `git@host:owner/name.git`
 * @param base path from the repository's top to the report's root
 * @returns `undefined` for a remote of an unknown service
 */
export function sourceLinks(remote: string, commit: string, base: string): SourceLinks | undefined {
  const [, host, path] =
    // A user name and a password may precede the host.
    /^(?:https?|ssh):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/.exec(remote.trim()) ??
    /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+?)(?:\.git)?\/?$/.exec(remote.trim()) ??
    [];
  const service = SERVICES.find(([name]) => host !== undefined && name.test(host));
  if (!service || path === undefined || !/^[\da-f]{7,64}$/.test(commit)) return undefined;
  const [, page] = service;
  const repository = `https://${host}/${encoded(path)}`;
  return (file, line) =>
    `${repository}/${page(commit, encoded([base, file].filter(Boolean).join('/')), line)}`;
}

/** Encodes each segment, so that no name becomes a query or a fragment. */
const encoded = (path: string): string =>
  path
    .split('/')
    .map((segment) => encodeURIComponent(Buffer.from(segment).toString('utf8')))
    .join('/');
