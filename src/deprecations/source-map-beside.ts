import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** How much of a file's end is looked through for the comment that names its map. */
const tail = 4096;

/** Maps of the last files asked for; a program has few files with legacy calls. */
const recent = new Map<string, SourceMap | undefined>();
const remembered = 100;

/**
 * The source map that a compiler wrote beside (or into) a file, although Node runs without `--enable-source-maps`: what a
 * deployed program reports must be the line that people edit.
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
  const text = url.startsWith('data:') ? inline(url) : readFileSync(mapFile, 'utf8');
  const payload = JSON.parse(text) as { sources: string[]; sourceRoot?: string };
  const base = pathToFileURL(resolve(dirname(mapFile), '.')).href;
  const sources = payload.sources.map((source) => absolute(source, payload.sourceRoot, `${base}/`));
  return new SourceMap({
    ...(payload as ConstructorParameters<typeof SourceMap>[0]),
    sources,
    sourceRoot: '',
  });
}

/** As Node does it for the maps that it loads itself. */
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
  // An inline map is longer than the tail.
  if (!/[A-Za-z0-9+/=]{200}\s*$/.test(end)) return undefined;
  const all = readFileSync(file, 'utf8');
  const inlined = all.lastIndexOf('//# sourceMappingURL=data:');
  return inlined === -1 ? undefined : urlAt(all, inlined);
}

function urlAt(text: string, comment: number): string | undefined {
  return /^\S+/.exec(text.slice(comment + '//# sourceMappingURL='.length))?.[0];
}

function endOf(file: string, bytes: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(bytes, size));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
