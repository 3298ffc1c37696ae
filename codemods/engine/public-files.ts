import { posix } from 'node:path';
import type { Files } from '../resolve/files';
import type { Modules } from '../resolve/modules';
import { parsePackageJson } from '../resolve/package-json';
import { escapePattern } from './escape-pattern';

/**
 * The files that code outside the repository may import: the entries of published packages. A `private` package, or one without an
 * entry, is an application.
 *
 * @param folders absolute folders of the repository's packages
 */
export function publicFiles(
  folders: Iterable<string>,
  files: Files,
  modules: Modules,
): (file: string) => boolean {
  const entries = new Set<string>();
  const patterns: RegExp[] = [];
  for (const folder of folders) {
    const packageJson = parsePackageJson(files.read(`${folder}/package.json`));
    if (!packageJson || packageJson.private === true || typeof packageJson.name !== 'string') continue;
    for (const target of [packageJson.main, packageJson.module, ...targetsIn(packageJson.exports)]) {
      if (typeof target !== 'string') continue;
      const path = posix.resolve(folder, target);
      if (target.includes('*')) {
        patterns.push(new RegExp(`^${path.split('*').map(escapePattern).join('.*')}$`));
        continue;
      }
      const found = modules.resolve(path, `${folder}/package.json`);
      if (found.kind === 'file') entries.add(found.path);
    }
  }
  return (file) => entries.has(file) || patterns.some((pattern) => pattern.test(file));
}

function targetsIn(value: unknown): unknown[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(targetsIn) : [];
}
