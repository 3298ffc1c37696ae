import path from 'node:path';
import { z } from 'zod';

/** Where a repository is fetched from. `remote`: over a network. `local`: a folder of this machine, absolute. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('remote'), url: z.string() }),
  z.strictObject({ kind: z.literal('local'), folder: z.string() }),
]);

export type Source = z.infer<typeof sourceSchema>;

export type SourceResult = { ok: true; source: Source } | { ok: false; problem: string };

const refuse = (problem: string): SourceResult => ({ ok: false, problem });

const URL_SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;
/** `git@host:path`: git's own short form of ssh. A single letter before the colon is a Windows drive. */
const SHORT_SSH = /^(?:([^\s@:/]+)@)?([^\s@:/]{2,}):(?!\/\/)(.+)$/;
/** Transports such as `ext::sh -c …` run commands. */
const TRANSPORT_HELPER = /^[A-Za-z0-9+.-]+::/;

const ASK_HELPER =
  'must not hold credentials: leave them to a git credential helper (and the user name to credential.<url>.username)';

/**
 * Parses a manifest's `url`. Paths are resolved against `base` (the manifest's folder). Refused: options, transports that run
 * commands, plain `git://`, and credentials in the URL, so that no later stage can log or store one.
 */
export function sourceOf(url: string, base: string): SourceResult {
  if (/\p{Cc}/u.test(url)) return refuse('must not have control characters');
  if (url.startsWith('-')) return refuse('must not start with `-`');
  if (TRANSPORT_HELPER.test(url))
    return refuse('must be https, ssh, http, file or a path: transport helpers run commands');
  const scheme = URL_SCHEME.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined) return fromUrl(url, scheme);
  const short = SHORT_SSH.exec(url);
  return short === null ? localFolder(path.resolve(base, url)) : fromShortSsh(url, short);
}

function fromUrl(text: string, scheme: string): SourceResult {
  if (!['https', 'http', 'ssh', 'file'].includes(scheme)) {
    return refuse(`must be https, ssh, http, file or a path, not ${scheme}`);
  }
  if (!URL.canParse(text)) return refuse('is not a URL that can be parsed');
  const url = new URL(text);
  if (scheme === 'file') {
    if (url.host !== '' && url.host !== 'localhost')
      return refuse('must not name a host: file URLs are local');
    const folder = decoded(url.pathname);
    return folder === undefined || /\p{Cc}/u.test(folder)
      ? refuse('has a `%` that stands for no character of a path')
      : localFolder(path.resolve(folder));
  }
  if (url.password !== '' || (scheme !== 'ssh' && url.username !== '')) return refuse(ASK_HELPER);
  if (url.search !== '' || url.hash !== '') return refuse('must not have a query or a fragment');
  if (url.hostname.startsWith('-') || /^(-|%2d)/i.test(url.username)) {
    return refuse('must not have a host or user that starts with `-`');
  }
  return { ok: true, source: { kind: 'remote', url: text } };
}

/** `undefined` when the escapes are not UTF-8. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function fromShortSsh(url: string, [, user = '', host = '', rest = '']: RegExpExecArray): SourceResult {
  if ([user, host, rest].some((part) => part.startsWith('-'))) {
    return refuse('must not have a host, user or path that starts with `-`');
  }
  if (/^(https?|ssh|file)$/i.test(host)) return refuse(`must have two slashes after ${host}:`);
  // `user:password@host:path`
  if (/^[^/]*@[^/]*:/.test(rest)) return refuse(ASK_HELPER);
  return { ok: true, source: { kind: 'remote', url } };
}

const localFolder = (folder: string): SourceResult => ({ ok: true, source: { kind: 'local', folder } });

/** The source as reports and logs show it: it never holds credentials. */
export const sourceText = (source: Source): string => (source.kind === 'remote' ? source.url : source.folder);

/** The last two parts of the address, fit for a manifest's `name`. */
export function defaultName(source: Source): string {
  const address =
    source.kind === 'local' ? source.folder : source.url.replace(URL_SCHEME, '').replace(/^[^/:]*[/:]/, '');
  const parts = address
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[/\\]/)
    .map((part) => part.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, ''))
    .filter((part) => part !== '');
  return parts.slice(-2).join('/') || 'repository';
}
