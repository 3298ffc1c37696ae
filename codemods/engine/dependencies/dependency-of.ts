import type { PackageJson } from '../../resolve/package-json';

/** The order in which package managers look: the first section that names a package decides. */
const sections = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

/** The version that a package.json names for a package: a range, `catalog:`, `workspace:*`, an alias, … */
export function dependencyOf(packageJson: PackageJson, name: string): string | undefined {
  for (const section of sections) {
    const dependencies = packageJson[section];
    if (dependencies === null || typeof dependencies !== 'object') continue;
    const version = (dependencies as Record<string, unknown>)[name];
    if (typeof version === 'string') return version;
  }
  return undefined;
}

/** The package and the range of an npm alias (`npm:name@range`); `undefined` for any other version. */
export function aliased(version: string): { name: string; range: string } | undefined {
  const target = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(version);
  return target?.[1] === undefined ? undefined : { name: target[1], range: target[2] ?? '*' };
}

/** Whether a package.json makes one package's name an alias of another: `"sdk": "npm:other@^1"`. */
export function isAliasFor(packageJson: PackageJson, name: string, target: string): boolean {
  const version = dependencyOf(packageJson, name);
  return version !== undefined && aliased(version)?.name === target;
}

/** The catalog of a version such as `catalog:` or `catalog:next`; `undefined` for any other version. */
export function catalogOf(version: string): string | undefined {
  const name = /^catalog:(.*)$/.exec(version)?.[1]?.trim();
  return name === '' ? 'default' : name;
}
