/** The address of a line of the report's files, where the repository's web pages are known. */
export type SourceLinks = (file: string, line: number) => string;

/** How the services write the address of a line, by what stands in their host's name. */
const SERVICES: readonly [host: RegExp, page: (commit: string, path: string, line: number) => string][] = [
  [/(?:^|\.)bitbucket\./, (commit, path, line) => `src/${commit}/${path}#lines-${line}`],
  [/(?:^|\.)gitlab\./, (commit, path, line) => `-/blob/${commit}/${path}#L${line}`],
  [/(?:^|\.)github\./, (commit, path, line) => `blob/${commit}/${path}#L${line}`],
];

/**
 * Links to a repository's pages at a commit, so that they still lead to the line after it has moved.
 *
 * @param remote address of the repository, as git has it: `https://…` or `git@host:owner/name.git`
 * @param base path from the repository's top to the report's root
 * @returns `undefined` for an address of no service that is known
 */
export function sourceLinks(remote: string, commit: string, base: string): SourceLinks | undefined {
  const [, host, path] =
    // What may stand before the host is a name and a password.
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

/** Each segment percent-encoded: no name is a query or a fragment. */
const encoded = (path: string): string =>
  path
    .split('/')
    .map((segment) => encodeURIComponent(Buffer.from(segment).toString('utf8')))
    .join('/');
