import { dirname, join, relative, sep } from 'node:path';
import { type FileSystem, textIfAny } from '../file-system/file-system';
import { type Patterns, readPatterns } from './patterns';
import { repositoryOf } from './repository';

/** The patterns of one ignore file, and the folder that they are relative to. */
export interface Layer {
  /** Folder of the ignore file, relative to the root with a trailing `/`; empty for the root; undefined above it. */
  prefix: string | undefined;
  /** For a layer above the root: the root relative to the layer's folder, with a trailing `/`. */
  above: string;
  patterns: Patterns;
}

/** The layers, innermost first. The first one that matches decides, as in git. */
export type Layers = readonly Layer[];

function patternsIn(file: string, files: FileSystem): Patterns | undefined {
  const text = textIfAny(files, file)?.replace(/^\uFEFF/, '');
  return text === undefined ? undefined : readPatterns(text);
}

/** Adds the layer of a folder below the root that has a `.gitignore`, unless that cannot be read. */
export function withFolder(layers: Layers, root: string, prefix: string, files: FileSystem): Layers {
  const patterns = patternsIn(join(root, prefix, '.gitignore'), files);
  return patterns ? [{ prefix, above: '', patterns }, ...layers] : layers;
}

/**
 * The layers from above the root: the `.gitignore` files up to the top of the repository, and its `info/exclude`. Outside a
 * repository nothing above the root counts. A root that is itself ignored is still walked, as a person named it.
 */
export function layersAbove(root: string, files: FileSystem): Layers {
  const top = repositoryOf(root, files);
  if (top === undefined) return [];
  const layers: Layer[] = [];
  const add = (folder: string, file: string) => {
    const patterns = patternsIn(file, files);
    if (patterns === undefined) return;
    const path = relative(folder, root).split(sep).join('/');
    const above = path === '' ? '' : `${path}/`;
    layers.push({ prefix: undefined, above, patterns: patterns.withFolderTaken(above) });
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
 * Whether git would ignore an entry of a folder that is not ignored.
 *
 * @param path relative to the root; folders end with `/`
 */
export function isIgnored(layers: Layers, path: string): boolean {
  for (const layer of layers) {
    const verdict = layer.patterns.verdictOn(pathWithin(layer, path));
    if (verdict !== undefined) return verdict === 'ignored';
  }
  return false;
}

/**
 * The layers inside a folder that is visited although one of them ignores it, because an inner layer takes it back or a person named
 * it. As in git, the other patterns of that layer still apply there.
 */
export function layersInside(layers: Layers, folder: string): Layers {
  const isTaken = (layer: Layer) => layer.patterns.verdictOn(pathWithin(layer, folder)) === 'ignored';
  if (!layers.some(isTaken)) return layers;
  return layers.map((layer) => ({
    ...layer,
    patterns: layer.patterns.withFolderTaken(pathWithin(layer, folder)),
  }));
}
