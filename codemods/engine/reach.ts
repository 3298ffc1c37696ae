import { isTypeScript } from '../resolve/unit';
import type { ImportGraph } from './import-graph';

/** Files that one search may visit. Past that, the compiler is cheaper. */
const MAX_FILES = 48;

/**
 * Whether imports may lead from a file to one that mentions the SDK; `false` is certain. A file that reaches no such file cannot hold a
 * client, and need not be parsed.
 *
 * @param mentions absolute paths of the files that mention the SDK
 */
export function createReach(
  importsOf: ImportGraph,
  mentions: Pick<ReadonlySet<string>, 'has'>,
): (file: string) => boolean {
  /** Files that are known to reach no file that mentions the SDK. */
  const apart = new Set<string>();
  return (start) => {
    const visited = new Set([start]);
    const queue = [start];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      for (const target of importsOf(file)) {
        if (mentions.has(target)) return true;
        if (visited.has(target) || apart.has(target)) continue;
        if (visited.size >= MAX_FILES) return true;
        visited.add(target);
        queue.push(target);
      }
    }
    for (const file of visited) apart.add(file);
    return false;
  };
}

/** Whether a file is JavaScript more than one import away from the SDK, so that its client comes as a value and not by a type. */
export function getsValues(
  file: string,
  importsOf: ImportGraph,
  mentions: Pick<ReadonlySet<string>, 'has'>,
): boolean {
  return !isTypeScript(file) && !mentions.has(file) && !importsOf(file).some((path) => mentions.has(path));
}
