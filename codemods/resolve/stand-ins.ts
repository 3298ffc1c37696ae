/** An export of a file that stands for the SDK, or for a part of it, while the rest of the file does not. */
export const standInExport = (file: string, name: string): string => `${file}\0${name}`;

/**
 * Whether what a file exports under one of these names stands for the SDK.
 *
 * @param standIns paths of files, and exports of such files
 */
export const standsForSdk = (
  standIns: ReadonlySet<string>,
  file: string,
  names: readonly string[],
): boolean => standIns.has(file) || names.some((name) => standIns.has(standInExport(file, name)));
