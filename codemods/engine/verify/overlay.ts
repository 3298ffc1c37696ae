import ts from 'typescript';
import type { TextChange } from '../options';

export interface OverlayOptions {
  /** Absolute real path of the repository, with `/`. */
  root: string;
  changes: readonly TextChange[];
  /** Modules whose types are taken from a folder of ours where they are not installed: name and absolute folder of the package. */
  ownTypes: ReadonlyMap<string, string>;
}

/** The repository as the compiler sees it, before or after a migration that has not been written. */
export interface Overlay {
  host(options: ts.CompilerOptions, side: 'before' | 'after'): ts.CompilerHost;
  configHost: ts.ParseConfigFileHost;
  /** Absolute paths of every tsconfig.json and jsconfig.json outside of what is installed or built. */
  configurations(): string[];
}

/** What {@link ts.CompilerHost} keeps to itself: imports of a referenced project lead to its sources, which need not be built. */
interface WithRedirect {
  useSourceOfProjectReferenceRedirect(): boolean;
}

export function createOverlay({ root, changes, ownTypes }: OverlayOptions): Overlay {
  const texts = {
    before: new Map(changes.map(({ file, before }) => [`${root}/${file}`, before])),
    after: new Map(changes.map(({ file, movedTo, after }) => [`${root}/${movedTo ?? file}`, after])),
  };
  const gone = new Set(
    changes.filter(({ movedTo }) => movedTo !== undefined).map(({ file }) => `${root}/${file}`),
  );
  /** By file, text and how it is parsed: most files are the same in all programs. */
  const sources = new Map<string, { text: string; source: ts.SourceFile }>();

  return {
    host,
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
          ['**/tsconfig.json', '**/jsconfig.json'],
        )
        .map((path) => path.replaceAll('\\', '/')),
  };

  function host(options: ts.CompilerOptions, side: 'before' | 'after'): ts.CompilerHost {
    const base = ts.createCompilerHost(options, true);
    const own = texts[side];
    const isGone = (path: string) => side === 'after' && gone.has(path);
    const readFile = (path: string) => (isGone(path) ? undefined : (own.get(path) ?? base.readFile(path)));
    const fileExists = (path: string) => !isGone(path) && (own.has(path) || base.fileExists(path));
    const overlaid: ts.CompilerHost & WithRedirect = {
      ...base,
      readFile,
      fileExists,
      writeFile: () => {},
      useSourceOfProjectReferenceRedirect: () => true,
      getSourceFile(path, languageVersionOrOptions) {
        const text = readFile(path);
        if (text === undefined) return undefined;
        const key = `${path}\0${JSON.stringify(languageVersionOrOptions, plain)}`;
        const known = sources.get(key);
        if (known?.text === text) return known.source;
        const source = ts.createSourceFile(path, text, languageVersionOrOptions, true);
        if (known === undefined || side === 'before') sources.set(key, { text, source });
        return source;
      },
    };
    const cache = ts.createModuleResolutionCache(
      base.getCurrentDirectory(),
      base.getCanonicalFileName,
      options,
    );
    overlaid.resolveModuleNameLiterals = (literals, from, redirect, compilerOptions, source) =>
      literals.map((literal) => {
        const mode = ts.getModeForUsageLocation(source, literal, compilerOptions);
        const resolved = ts.resolveModuleName(
          literal.text,
          from,
          compilerOptions,
          overlaid,
          cache,
          redirect,
          mode,
        );
        return resolved.resolvedModule ? resolved : (typesOfOurs(literal.text, mode) ?? resolved);
      });
    return overlaid;
  }

  function typesOfOurs(
    specifier: string,
    mode: ts.ResolutionMode,
  ): ts.ResolvedModuleWithFailedLookupLocations | undefined {
    const folder = ownTypes.get(specifier);
    if (folder === undefined) return undefined;
    const extension = mode === ts.ModuleKind.CommonJS ? ts.Extension.Dcts : ts.Extension.Dmts;
    const resolvedFileName = `${folder}/dist/index${extension}`;
    return { resolvedModule: { resolvedFileName, extension, isExternalLibraryImport: true } };
  }
}

/** What distinguishes two ways of parsing a file, without the functions that options may hold. */
const plain = (_key: string, value: unknown): unknown => (typeof value === 'function' ? undefined : value);
