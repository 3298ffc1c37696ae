import { posix } from 'node:path';
import ts from 'typescript';
import type { Overlay } from './overlay';

const { dirname, join } = posix;

/** The files of one tsconfig.json, and the options to check them with. */
export interface Project {
  /** Relative to the root. */
  config: string;
  fileNames: readonly string[];
  options: ts.CompilerOptions;
  references: readonly ts.ProjectReference[] | undefined;
}

/** Emits nothing, whatever the configuration says. Options for emitting are off, since they conflict with others. */
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
  /** Faults of configurations, each of which still counts as far as it can be read. */
  problems: string[];
}

/**
 * The distinct projects of a repository: every tsconfig.json and jsconfig.json that includes a file, the configurations that these refer
 * to, and configurations by another name (`tsconfig.test.json`) that include a file which no other does.
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
  /** Absolute paths of the files that a configuration extends. */
  extendedBy(config: string): string[];
  /** Whether it includes a file that no chosen configuration includes. */
  takesInMore(config: string): boolean;
  /** The faults of the chosen configurations. */
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
  /** Absolute paths of the configurations that it extends. */
  bases: string[];
  problems: string[];
}

/** Errors of configurations without files, which are no mistake: such a configuration may only refer to others. */
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
