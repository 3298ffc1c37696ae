import { posix } from 'node:path';
import ts from 'typescript';
import type { Overlay } from './overlay';

const { dirname, join } = posix;

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

/** The configurations of a repository. */
export interface Projects {
  projects: Project[];
  /** What is wrong with a configuration, which then counts for as much of it as can be read. */
  problems: string[];
}

/**
 * Every tsconfig.json and jsconfig.json of a repository that takes in a file, and what these refer to, each once; of configurations by
 * another name (`tsconfig.test.json`) those that take in a file which none of these does.
 */
export function projectsIn(root: string, overlay: Overlay): Projects {
  const reader = createReader(root, overlay);
  const configurations = overlay.configurations();
  const queue = configurations.filter(isPlain);
  for (let config = queue.shift(); config !== undefined; config = queue.shift()) {
    if (!reader.chosen.has(config)) queue.push(...reader.choose(config));
  }
  const others = configurations.filter((config) => !reader.chosen.has(config));
  const extended = new Set(
    [...reader.chosen.keys(), ...others].flatMap((config) => reader.extendedBy(config)),
  );
  for (const config of others) {
    if (!extended.has(config) && reader.takesInMore(config)) reader.choose(config);
  }
  return {
    projects: [...reader.chosen.values()]
      .filter(({ fileNames }) => fileNames.length > 0)
      .sort((a, b) => (a.config < b.config ? -1 : 1)),
    problems: reader.problems(),
  };
}

const isPlain = (config: string): boolean => /\/[jt]sconfig\.json$/.test(config);

interface Reader {
  chosen: ReadonlyMap<string, Project>;
  /** @returns absolute paths of the configurations that it refers to */
  choose(config: string): string[];
  /** Absolute paths of what a configuration extends, where it names a file. */
  extendedBy(config: string): string[];
  /** Whether it has a file that no configuration has which was chosen so far. */
  takesInMore(config: string): boolean;
  /** Of the configurations that were chosen. */
  problems(): string[];
}

function createReader(root: string, overlay: Overlay): Reader {
  const parsed = new Map<string, Parsed>();
  const chosen = new Map<string, Project>();
  const taken = new Set<string>();
  const nameOf = (config: string) => config.slice(root.length + 1);
  const read = (config: string): Parsed => {
    const known = parsed.get(config) ?? parse(config, overlay);
    parsed.set(config, known);
    return known;
  };
  return {
    chosen,
    choose(config) {
      const { options, fileNames, references } = read(config);
      chosen.set(config, { config: nameOf(config), fileNames, options, references });
      for (const file of fileNames) taken.add(file);
      return (references ?? []).map(ts.resolveProjectReferencePath);
    },
    extendedBy: (config) => read(config).bases,
    takesInMore: (config) => read(config).fileNames.some((file) => !taken.has(file)),
    problems: () =>
      [...chosen.keys()].flatMap((config) =>
        read(config).problems.map((problem) => `${nameOf(config)} cannot be read as it is meant: ${problem}`),
      ),
  };
}

interface Parsed extends Omit<Project, 'config'> {
  /** What it extends, as absolute paths. */
  bases: string[];
  problems: string[];
}

/** A configuration that takes in no file is no mistake: it may only refer to others. */
const WITHOUT_FILES = new Set([18002, 18003]);

function parse(config: string, overlay: Overlay): Parsed {
  const unreadable: ts.Diagnostic[] = [];
  const host = {
    ...overlay.configHost,
    onUnRecoverableConfigFileDiagnostic: (diagnostic: ts.Diagnostic) => void unreadable.push(diagnostic),
  };
  const result = ts.getParsedCommandLineOfConfigFile(config, CHECK_ONLY, host);
  const { options = {}, fileNames = [], projectReferences: references, errors = [], raw } = result ?? {};
  delete options.tsBuildInfoFile;
  return {
    options,
    fileNames,
    references,
    bases: basesIn(raw, config),
    problems: [...unreadable, ...errors]
      .filter(({ code }) => !WITHOUT_FILES.has(code))
      .map(({ messageText }) =>
        ts.flattenDiagnosticMessageText(messageText, ' ').replaceAll(`${dirname(config)}/`, ''),
      ),
  };
}

function basesIn(raw: { extends?: unknown } | undefined, config: string): string[] {
  return [raw?.extends]
    .flat()
    .filter((base) => typeof base === 'string' && base.startsWith('.'))
    .map((base) => join(dirname(config), String(base)).replace(/(?<!\.json)$/, '.json'));
}
