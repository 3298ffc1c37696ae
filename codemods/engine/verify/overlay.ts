import ts from 'typescript';
import type { TextChange } from '../options';

export interface OverlayOptions {
  /** Absolute real path of the repository, with `/`. */
  root: string;
  changes: readonly TextChange[];
  /** Packages whose types we supply where they are not installed: name and absolute folder. */
  ownTypes: ReadonlyMap<string, string>;
}

/** The repository for the compiler, before or after a migration that has not been written. */
export interface Overlay {
  host(options: ts.CompilerOptions, side: 'before' | 'after'): ts.CompilerHost;
  configHost: ts.ParseConfigFileHost;
  /** Absolute paths of every tsconfig.json, jsconfig.json, tsconfig.build.json and their like outside of what is installed or built. */
  configurations(): string[];
}

/** A member that {@link ts.CompilerHost} does not declare. It lets imports of a referenced project lead to its sources, built or not. */
interface WithRedirect {
  useSourceOfProjectReferenceRedirect(): boolean;
}

export function createOverlay({ root, changes, ownTypes }: OverlayOptions): Overlay {
  const moved = changes.filter(({ movedTo }) => movedTo !== undefined);
  const sides: Readonly<Record<'before' | 'after', Side>> = {
    before: {
      texts: new Map(changes.map(({ file, before }) => [`${root}/${file}`, before])),
      gone: new Set(),
    },
    after: {
      texts: new Map(changes.map(({ file, movedTo, after }) => [`${root}/${movedTo ?? file}`, after])),
      gone: new Set(moved.map(({ file }) => `${root}/${file}`)),
    },
  };
  const parse = parsingOnce();
  return {
    host: (options, side) =>
      resolvingTypesOfOurs(overlaidHost(options, sides[side], parse(side === 'before')), options, ownTypes),
    configHost: {
      ...ts.sys,
      useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
      onUnRecoverableConfigFileDiagnostic: () => {},
    },
    configurations: () =>
      ts.sys
        .readDirectory(
          root,
          ['.json'],
          ['**/node_modules', '**/dist', '**/build'],
          ['**/tsconfig*.json', '**/jsconfig*.json'],
        )
        .map((path) => path.replaceAll('\\', '/')),
  };
}

/** The differences from the disk on one side of a migration. */
interface Side {
  texts: ReadonlyMap<string, string>;
  /** Paths of files that were moved away. */
  gone: ReadonlySet<string>;
}

type Language = Parameters<ts.CompilerHost['getSourceFile']>[1];
type Parse = (path: string, text: string, language: Language) => ts.SourceFile;

/** Caches parsed files, as most are the same in all programs. */
function parsingOnce(): (replacesOthers: boolean) => Parse {
  /** The parsed files, by path and parse options. */
  const sources = new Map<string, { text: string; source: ts.SourceFile }>();
  return (replacesOthers) => (path, text, language) => {
    const key = `${path}\0${JSON.stringify(language, plain)}`;
    const known = sources.get(key);
    if (known?.text === text) return known.source;
    const source = ts.createSourceFile(path, text, language, true);
    if (known === undefined || replacesOthers) sources.set(key, { text, source });
    return source;
  };
}

function overlaidHost(options: ts.CompilerOptions, { texts, gone }: Side, parse: Parse): ts.CompilerHost {
  const base = ts.createCompilerHost(options, true);
  const readFile = (path: string) => (gone.has(path) ? undefined : (texts.get(path) ?? base.readFile(path)));
  const overlaid: ts.CompilerHost & WithRedirect = {
    ...base,
    readFile,
    fileExists: (path) => !gone.has(path) && (texts.has(path) || base.fileExists(path)),
    writeFile: () => {},
    useSourceOfProjectReferenceRedirect: () => true,
    getSourceFile(path, language) {
      const text = readFile(path);
      return text === undefined ? undefined : parse(path, text, language);
    },
  };
  return overlaid;
}

/** Makes a host find the types that we supply for packages that are not installed yet. */
function resolvingTypesOfOurs(
  host: ts.CompilerHost,
  options: ts.CompilerOptions,
  ownTypes: OverlayOptions['ownTypes'],
): ts.CompilerHost {
  const cache = ts.createModuleResolutionCache(
    host.getCurrentDirectory(),
    host.getCanonicalFileName,
    options,
  );
  host.resolveModuleNameLiterals = (literals, from, redirect, compilerOptions, source) =>
    literals.map((literal) => {
      const { text } = literal;
      const mode = ts.getModeForUsageLocation(source, literal, compilerOptions);
      const resolved = ts.resolveModuleName(text, from, compilerOptions, host, cache, redirect, mode);
      return resolved.resolvedModule ? resolved : (typesOfOurs(ownTypes.get(text), mode) ?? resolved);
    });
  return host;
}

function typesOfOurs(
  folder: string | undefined,
  mode: ts.ResolutionMode,
): ts.ResolvedModuleWithFailedLookupLocations | undefined {
  if (folder === undefined) return undefined;
  const extension = mode === ts.ModuleKind.CommonJS ? ts.Extension.Dcts : ts.Extension.Dmts;
  const resolvedFileName = `${folder}/dist/index${extension}`;
  return { resolvedModule: { resolvedFileName, extension, isExternalLibraryImport: true } };
}

/** Leaves functions out of the parse options in a key. */
const plain = (_key: string, value: unknown): unknown => (typeof value === 'function' ? undefined : value);
