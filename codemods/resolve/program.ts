import ts from 'typescript';
import {
  AMBIENT_COMMONJS,
  AMBIENT_ESM,
  AMBIENT_FOLDER,
  AMBIENT_OWN,
  ambientText,
  OWN_DECLARATIONS,
} from './ambient';
import { closedHost } from './closed-host';
import { LIB, LIB_FILE } from './lib';
import type { Modules, Target } from './modules';
import type { Sdk } from './sdk';
import { type ParsedUnit, parseUnit, type Unit } from './unit';

const options: ts.CompilerOptions = {
  allowJs: true,
  checkJs: false,
  noEmit: true,
  target: ts.ScriptTarget.ESNext,
  // `preserve` distinguishes `require` and `import` by their syntax, independent of package.json.
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  types: [],
  skipLibCheck: true,
  // The checker infers an untyped `let` from its assignments only under noImplicitAny; `undefined` would only hide a receiver's type.
  noImplicitAny: true,
  strictNullChecks: false,
  strictBindCallApply: true,
  esModuleInterop: true,
  experimentalDecorators: true,
  allowImportingTsExtensions: true,
};

/** Parses each unit once, for any number of programs. */
export interface Sources {
  /** The compiler's names of the units in a file. */
  namesOf(file: string): readonly string[];
  parsed(name: string): ParsedUnit | undefined;
}

export function createSources(sdk: Sdk, unitsOf: (file: string) => readonly Unit[]): Sources {
  const units = new Map<string, Unit>();
  const names = new Map<string, readonly string[]>();
  const parsed = new Map<string, ParsedUnit>();
  return {
    namesOf(file) {
      const known = names.get(file);
      if (known) return known;
      const found = unitsOf(file);
      for (const unit of found) units.set(unit.name, unit);
      const result = found.map((unit) => unit.name);
      names.set(file, result);
      return result;
    },
    parsed(name) {
      const known = parsed.get(name);
      if (known) return known;
      const unit = units.get(name);
      if (!unit) return undefined;
      const result = parseUnit(unit, sdk);
      parsed.set(name, result);
      return result;
    },
  };
}

export interface ProgramOptions {
  sdk: Sdk;
  roots: readonly string[];
  sources: Sources;
  modules: Modules;
  /** Whether an import may load this file. An import that is not loaded is `any`, and its verdict is `unloaded`. */
  mayLoad: (file: string) => boolean;
}

export interface Resolution {
  sdk: Sdk;
  checker: ts.TypeChecker;
  source(name: string): ts.SourceFile | undefined;
  /** The source of a file, if it is loaded. */
  sourceOf(path: string): ts.SourceFile | undefined;
  /** All loaded sources of the repository. */
  sources(): readonly ts.SourceFile[];
  /** The target of an import of this source, and whether it was loaded. */
  target(specifier: string, from: ts.SourceFile): Target & { loaded: boolean };
}

/** The declarations of each SDK, and of the language's library, parsed once. */
const ambientSources = new WeakMap<Sdk, Map<string, ts.SourceFile>>();

export function createProgram({ sdk, roots, sources, modules, mayLoad }: ProgramOptions): Resolution {
  const host: ts.CompilerHost = {
    ...closedHost((name) => ambientSource(name, sdk) ?? sources.parsed(name)?.source, LIB_FILE),
    resolveModuleNameLiterals: (literals, from, _redirect, _options, source) =>
      literals.map((literal) => {
        const mode = ts.getModeForUsageLocation(source, literal, options);
        return { resolvedModule: resolvedModule(literal.text, from, mode === ts.ModuleKind.CommonJS) };
      }),
    resolveTypeReferenceDirectiveReferences: (references) =>
      references.map(() => ({ resolvedTypeReferenceDirective: undefined })),
  };

  const program = ts.createProgram({ rootNames: [...roots], options, host });
  const checker = program.getTypeChecker();
  const loaded = program.getSourceFiles().filter(({ fileName }) => !fileName.startsWith(AMBIENT_FOLDER));
  return {
    sdk,
    checker,
    source: (name) => program.getSourceFile(name),
    sourceOf: (path) => {
      const [name] = sources.namesOf(path);
      return name === undefined ? undefined : program.getSourceFile(name);
    },
    sources: () => loaded,
    target: (specifier, from) => {
      const target = targetOf(specifier, from.fileName);
      return { ...target, loaded: target.kind !== 'file' || mayLoad(target.path) };
    },
  };

  function targetOf(specifier: string, from: string): Target {
    if (from.startsWith(AMBIENT_FOLDER)) return { kind: 'sdk' };
    return modules.resolve(specifier, sources.parsed(from)?.unit.file ?? from);
  }

  function resolvedModule(
    specifier: string,
    from: string,
    commonJs: boolean,
  ): ts.ResolvedModuleFull | undefined {
    if (specifier === OWN_DECLARATIONS) {
      return { resolvedFileName: AMBIENT_OWN, extension: ts.Extension.Dts, isExternalLibraryImport: false };
    }
    const target = targetOf(specifier, from);
    if (target.kind === 'sdk') {
      const ambient = commonJs ? AMBIENT_COMMONJS : AMBIENT_ESM;
      return { resolvedFileName: ambient, extension: ts.Extension.Dts, isExternalLibraryImport: false };
    }
    if (target.kind !== 'file' || !mayLoad(target.path)) return undefined;
    const [name] = sources.namesOf(target.path);
    if (!name) return undefined;
    return { resolvedFileName: name, extension: extensionOf(name), isExternalLibraryImport: false };
  }
}

function extensionOf(name: string): string {
  return /\.d\.[cm]?ts$/.exec(name)?.[0] ?? /\.[^./]+$/.exec(name)?.[0] ?? ts.Extension.Js;
}

function ambientSource(name: string, sdk: Sdk): ts.SourceFile | undefined {
  const parsed = ambientSources.get(sdk) ?? new Map<string, ts.SourceFile>();
  ambientSources.set(sdk, parsed);
  const known = parsed.get(name);
  if (known) return known;
  const text = name === LIB_FILE ? LIB : ambientText(name, sdk);
  if (text === undefined) return undefined;
  const format = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const source = ts.createSourceFile(name, text, format, true);
  parsed.set(name, source);
  return source;
}
