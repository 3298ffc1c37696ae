/** A path below a folder, as it is from there; `undefined` of one that is elsewhere. */
export function relativeTo(root: string, path: string): string | undefined {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}
