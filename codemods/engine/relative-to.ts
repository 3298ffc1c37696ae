/** A path relative to a folder that contains it; `undefined` for any other path. */
export function relativeTo(root: string, path: string): string | undefined {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}
