import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { type FileSystem, textIfAny } from '../file-system/file-system';
import { possibleMatch } from './possible-match';
import { repositoryOf } from './repository';

/** The patterns of one ignore file, and the folder that they are relative to. */
export interface Layer {
  /** Folder of the ignore file, relative to the root with a trailing `/`; empty for the root; undefined above it. */
  prefix: string | undefined;
  /** For a layer above the root: the root relative to the layer's folder, with a trailing `/`. */
  above: string;
  patterns: Ignore;
  /** False for entries that no pattern can match. */
  isPossible: (name: string, path: string) => boolean;
}

/** Innermost first: the first layer with an opinion decides, as in git. */
export type Layers = readonly Layer[];

const ignoreCase = process.platform === 'darwin' || process.platform === 'win32';

const empty = () => ignore({ ignorecase: ignoreCase });

function readPatterns(file: string, files: FileSystem): Pick<Layer, 'patterns' | 'isPossible'> | undefined {
  const text = textIfAny(files, file)?.replace(/^\uFEFF/, '');
  if (text === undefined) return undefined;
  return {
    patterns: empty().add(text),
    isPossible: ignoreCase ? () => true : possibleMatch(text),
  };
}

/** The layers of a folder below the root that has a `.gitignore`; unchanged if it cannot be read. */
export function withFolder(layers: Layers, root: string, prefix: string, files: FileSystem): Layers {
  const read = readPatterns(join(root, prefix, '.gitignore'), files);
  return read ? [{ prefix, above: '', ...read }, ...layers] : layers;
}

/**
 * What is ignored at the root because of folders above it: their `.gitignore` files up to the top of the repository, and
 * its `info/exclude`. Outside a repository nothing above the root counts. A root that is itself ignored was named by
 * somebody who meant it.
 */
export function layersAbove(root: string, files: FileSystem): Layers {
  const top = repositoryOf(root, files);
  if (top === undefined) return [];
  const layers: Layer[] = [];
  const add = (folder: string, file: string) => {
    const read = readPatterns(file, files);
    if (read === undefined) return;
    const path = relative(folder, root).split(sep).join('/');
    const above = path === '' ? '' : `${path}/`;
    layers.push({ prefix: undefined, above, ...read, patterns: withFolderTaken(read.patterns, above) });
  };
  for (let folder = root; folder !== top.folder; ) {
    folder = dirname(folder);
    add(folder, join(folder, '.gitignore'));
  }
  add(top.folder, join(top.gitDirectory, 'info', 'exclude'));
  return layers;
}

function pathWithin(layer: Layer, path: string): string {
  return layer.prefix === undefined ? layer.above + path : path.slice(layer.prefix.length);
}

/**
 * Whether git would ignore an entry of a folder that it does not ignore.
 *
 * @param path relative to the root; folders end with `/`
 * @param name the last part of the path, without the `/`
 */
export function isIgnored(layers: Layers, path: string, name: string): boolean {
  for (const layer of layers) {
    const within = pathWithin(layer, path);
    if (!layer.isPossible(name, within)) continue;
    const verdict = layer.patterns.test(within);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/**
 * The layers inside a folder which is visited although one of them ignores it, because an inner one takes it back or because
 * somebody named it. As in git, the other patterns of that layer go on counting there.
 */
export function layersInside(layers: Layers, folder: string): Layers {
  const name = folder.slice(folder.lastIndexOf('/', folder.length - 2) + 1, -1);
  const isTaken = (layer: Layer) => {
    const within = pathWithin(layer, folder);
    return layer.isPossible(name, within) && layer.patterns.ignores(within);
  };
  if (!layers.some(isTaken)) return layers;
  return layers.map((layer) => ({
    ...layer,
    patterns: withFolderTaken(layer.patterns, pathWithin(layer, folder)),
  }));
}

/** The patterns, and that a folder and those above it are not ignored, which would decide for everything below. */
function withFolderTaken(patterns: Ignore, folder: string): Ignore {
  let taken = patterns;
  for (let end = folder.indexOf('/'); end >= 0; end = folder.indexOf('/', end + 1)) {
    const above = folder.slice(0, end + 1);
    if (taken.ignores(above))
      taken = empty()
        .add(taken)
        .add(`!/${above.replace(/[\\*?[\] ]/g, '\\$&')}`);
  }
  return taken;
}
