/** Key of an export that replaces the SDK or a part of it, while the rest of its file does not. */
export const standInExport = (file: string, name: string): string => `${file}\0${name}`;

/**
 * Whether a file, or its export with one of these names, replaces the SDK.
 *
 * @param standIns paths of files, and exports of such files
 */
export const standsForSdk = (
  standIns: ReadonlySet<string>,
  file: string,
  names: readonly string[],
): boolean => standIns.has(file) || names.some((name) => standIns.has(standInExport(file, name)));
