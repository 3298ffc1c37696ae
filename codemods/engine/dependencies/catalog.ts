import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';

export interface CatalogEntry {
  /** `default`, or a name under `catalogs`. */
  catalog: string;
  name: string;
  version: string;
  /** The entry to add it beside. */
  beside: string;
}

/** The version of a package in a catalog of a pnpm-workspace.yaml or .yarnrc.yml. */
export function catalogVersion(text: string, catalog: string, name: string): string | undefined {
  const entry = pairOf(catalogMap(text, catalog), name);
  return isScalar(entry?.value) ? String(entry.value.value) : undefined;
}

/**
 * The text with one more entry in a catalog, as a line below its neighbour. The result is parsed and compared; where it is not exactly
 * the old content and the new entry, the function returns `undefined`.
 */
export function addToCatalog(
  text: string,
  { catalog, name, version, beside }: CatalogEntry,
): string | undefined {
  const pair = pairOf(catalogMap(text, catalog), beside);
  if (!isScalar(pair?.key) || !isScalar(pair.value) || !pair.key.range || !pair.value.range) return undefined;
  const lineStart = text.lastIndexOf('\n', pair.key.range[0]) + 1;
  const indent = text.slice(lineStart, pair.key.range[0]);
  if (indent.trim() !== '') return undefined;
  const lineEnd = text.indexOf('\n', pair.value.range[1]);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const line = `${indent}${name}: ${version}`;
  const result =
    lineEnd < 0
      ? `${text}${eol}${line}`
      : `${text.slice(0, lineEnd + 1)}${line}${eol}${text.slice(lineEnd + 1)}`;
  return isAsMeant(text, result, { catalog, name, version }) ? result : undefined;
}

function isAsMeant(
  before: string,
  after: string,
  { catalog, name, version }: Omit<CatalogEntry, 'beside'>,
): boolean {
  const document = parseDocument(after);
  if (document.errors.length > 0) return false;
  const meant = parseDocument(before);
  meant.setIn([...pathOf(before, catalog), name], version);
  return isDeepStrictEqual(document.toJS(), meant.toJS());
}

function catalogMap(text: string, catalog: string): YAMLMap | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const map = document.getIn(pathOf(text, catalog));
  return isMap(map) ? map : undefined;
}

/** The path of a catalog. The default one has a key of its own, or may be among the named ones. */
function pathOf(text: string, catalog: string): string[] {
  if (catalog !== 'default') return ['catalogs', catalog];
  return parseDocument(text).has('catalog') ? ['catalog'] : ['catalogs', 'default'];
}

function pairOf(map: YAMLMap | undefined, name: string): Pair | undefined {
  return map?.items.find(({ key }) => isScalar(key) && key.value === name);
}
