import ts from 'typescript';
import type { Overlay } from './overlay';

/** What one tsconfig.json takes in, and how it is checked. */
export interface Project {
  /** Relative to the root. */
  config: string;
  fileNames: readonly string[];
  options: ts.CompilerOptions;
  references: readonly ts.ProjectReference[] | undefined;
}

/** Nothing is emitted, whatever the configuration says; and what only emitting needs is off, since it forbids other things. */
const CHECK_ONLY: ts.CompilerOptions = {
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  isolatedDeclarations: false,
  skipLibCheck: true,
  ignoreDeprecations: '6.0',
};

/** Every tsconfig.json and jsconfig.json of a repository that takes in a file, and what these refer to, each once. */
export function projectsIn(root: string, overlay: Overlay): Project[] {
  const found = new Map<string, Project | undefined>();
  const queue = overlay.configurations();
  for (let config = queue.shift(); config !== undefined; config = queue.shift()) {
    if (found.has(config)) continue;
    const parsed = ts.getParsedCommandLineOfConfigFile(config, CHECK_ONLY, overlay.configHost);
    if (!parsed) continue;
    queue.push(...(parsed.projectReferences ?? []).map(ts.resolveProjectReferencePath));
    const { options, fileNames, projectReferences: references } = parsed;
    delete options.tsBuildInfoFile;
    const project = { config: config.slice(root.length + 1), fileNames, options, references };
    found.set(config, fileNames.length > 0 ? project : undefined);
  }
  return [...found.values()]
    .filter((project) => project !== undefined)
    .sort((a, b) => (a.config < b.config ? -1 : 1));
}
