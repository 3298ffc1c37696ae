import { matchPattern } from './aliases/alias';

const CONDITIONS = ['source', 'development', 'import', 'require', 'node', 'module', 'default', 'types'];

/** Targets of one entry of package.json `exports` or `imports`, under any condition, most source-like first. */
export function exportTargets(map: unknown, entry: string): unknown[] {
  if (typeof map === 'string' || Array.isArray(map)) return entry === '.' ? leaves(map, '') : [];
  if (map === null || typeof map !== 'object') return [];
  const table = map as Readonly<Record<string, unknown>>;
  if (entry === '.' && !Object.keys(table).some((key) => key.startsWith('.'))) return leaves(table, '');
  if (entry in table) return leaves(table[entry], '');
  for (const [pattern, value] of Object.entries(table)) {
    const star = matchPattern(pattern, entry);
    if (star !== undefined) return leaves(value, star);
  }
  return [];
}

function leaves(value: unknown, star: string): unknown[] {
  if (typeof value === 'string') return [value.replaceAll('*', star)];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, star));
  if (value === null || typeof value !== 'object') return [];
  const table = value as Readonly<Record<string, unknown>>;
  const keys = [...CONDITIONS.filter((key) => key in table), ...Object.keys(table)];
  return [...new Set(keys)].flatMap((key) => leaves(table[key], star));
}
