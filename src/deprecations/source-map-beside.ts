import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Bytes at a file's end that are searched for the comment that names its map. */
const tail = 4096;

/** Parsing a larger map would delay the call by seconds, only for a line number. */
const longest = 32 * 1024 * 1024;

/** Maps of the most recent files; a program has few files with legacy calls. */
const recent = new Map<string, SourceMap | undefined>();
const remembered = 100;

/**
 * The source map that a compiler wrote beside a file or into it. Read even if Node runs without `--enable-source-maps`, because a deployed
 * program should report the line that people edit.
 *
 * @throws where the map cannot be read or parsed
 */
export function sourceMapBeside(file: string): SourceMap | undefined {
  if (recent.has(file)) return recent.get(file);
  if (recent.size >= remembered) recent.delete(recent.keys().next().value!);
  recent.set(file, undefined);
  const map = load(file);
  recent.set(file, map);
  return map;
}

function load(file: string): SourceMap | undefined {
  const url = mapUrlOf(file);
  if (!url) return undefined;
  const mapFile = url.startsWith('data:') ? file : fileURLToPath(new URL(url, pathToFileURL(file)));
  const text = url.startsWith('data:') ? inline(url) : textOf(mapFile);
  const payload = JSON.parse(text) as { sources: string[]; sourceRoot?: string };
  const base = pathToFileURL(resolve(dirname(mapFile), '.')).href;
  const sources = payload.sources.map((source) => absolute(source, payload.sourceRoot, `${base}/`));
  return new SourceMap({
    ...(payload as ConstructorParameters<typeof SourceMap>[0]),
    sources,
    sourceRoot: '',
  });
}

/** Resolves a source path as Node does for the maps that it loads itself. */
function absolute(source: string, root: string | undefined, base: string): string {
  const joined = root ? `${root.replace(/\/?$/, '/')}${source}` : source;
  return URL.canParse(joined) ? joined : new URL(joined, base).href;
}

function inline(url: string): string {
  const comma = url.indexOf(',');
  const data = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(';base64')
    ? Buffer.from(data, 'base64').toString('utf8')
    : decodeURIComponent(data);
}

function mapUrlOf(file: string): string | undefined {
  const end = endOf(file, tail);
  const comment = end.lastIndexOf('//# sourceMappingURL=');
  if (comment !== -1) return urlAt(end, comment);
  // An inline map is longer than the searched end of the file.
  if (!/[A-Za-z0-9+/=]{200}\s*$/.test(end)) return undefined;
  const all = textOf(file);
  const inlined = all.lastIndexOf('//# sourceMappingURL=data:');
  return inlined === -1 ? undefined : urlAt(all, inlined);
}

function urlAt(text: string, comment: number): string | undefined {
  return /^\S+/.exec(text.slice(comment + '//# sourceMappingURL='.length))?.[0];
}

function textOf(file: string): string {
  if (sizeOf(file) > longest) throw new Error(`${file} is too large`);
  return readFileSync(file, 'utf8');
}

/** @throws for a path that is not a regular file: reading a named pipe or a device may block for ever */
function sizeOf(file: string): number {
  const stats = statSync(file);
  if (!stats.isFile()) throw new Error(`${file} is no file`);
  return stats.size;
}

function endOf(file: string, bytes: number): string {
  const size = sizeOf(file);
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(bytes, size));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
