import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, expect, it } from 'vitest';
import { createModules, type Modules } from '../../../codemods/resolve/modules';
import { parsePackageJson } from '../../../codemods/resolve/package-json';
import { zentraSdk } from '../../../codemods/zentra/sdk';
import { hostOverTexts, repository } from '../host-over-texts';
import { filesBelow, projectFixtures, shapeFixtures } from './shape-fixtures';

/*
 * Every migrated TypeScript file, in one program, against the types of zentra-compat itself. Packages that are not
 * installed are `any`.
 */

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** Outputs that cannot be held against the types, and why. */
const withoutTypes: Readonly<Record<string, string>> = {
  'shapes/imports/default-and-foreign-names.ts': 'PaymentLink is known to the real SDK only',
  'shapes/imports/foreign-names.ts': 'PaymentLink is known to the real SDK only',
  'shapes/imports/foreign-names-multi-line.ts': 'PaymentLink is known to the real SDK only',
  'shapes/imports/only-foreign-names.ts': 'PaymentLink is known to the real SDK only',
  'shapes/imports/import-equals-member.cts':
    'require() of zentra-compat gives a class, of whose members TypeScript makes no import alias',
  'shapes/review/dynamic-member.ts': 'all card operations together take no one list of arguments',
};

const options: ts.CompilerOptions = {
  strict: true,
  // What fixtures leave untyped is their point.
  noImplicitAny: false,
  useUnknownInCatchVariables: false,
  target: ts.ScriptTarget.ESNext,
  lib: ['lib.esnext.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.Preserve,
  experimentalDecorators: true,
  types: ['node'],
  skipLibCheck: true,
  noEmit: true,
};

const virtual = '/__outputs__';
/** Packages that outputs import: none of them is installed here. */
const packages = `
declare module '*';
declare module 'react' {
  export function createContext<T>(value: T): { value: T };
  export function useContext<T>(context: { value: T }): T;
}
declare module '@hapi/hapi' {
  export interface ServerApplicationState {}
  export interface Request {
    server: { app: ServerApplicationState };
  }
}
declare module 'inversify' {
  export class Container {
    get(token: unknown): any;
    get<T>(token: unknown): T;
  }
}
`;
const texts = new Map<string, string>([[`${virtual}/packages.d.ts`, packages]]);
const projects: { folder: string; modules: Modules }[] = [];
const faults = new Map<string, string[]>();

beforeAll(() => {
  for (const { topic, file, after, kind } of shapeFixtures()) {
    if (kind === 'shape' && TYPESCRIPT.test(file))
      texts.set(`${virtual}/shapes/${topic}/${file}`, after.toString('utf8'));
  }
  for (const { name, after, sites } of projectFixtures()) {
    if (sites.length > 0) addProject(`${virtual}/projects/${name}`, after);
  }
  const host: ts.CompilerHost = {
    ...hostOverTexts(texts, options),
    resolveModuleNameLiterals: (literals, from, _redirect, _options, source) =>
      literals.map((literal) =>
        resolved(literal.text, from, ts.getModeForUsageLocation(source, literal, options)),
      ),
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options, host });
  for (const name of texts.keys()) {
    const source = program.getSourceFile(name)!;
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    faults.set(name.slice(virtual.length + 1), found.map(described));
  }
}, 120_000);

it('every migrated TypeScript file type-checks against zentra-compat', () => {
  const wrong = [...faults].filter(([name, found]) => found.length > 0 && !(name in withoutTypes));
  expect(Object.fromEntries(wrong)).toEqual({});
  expect(faults.size).toBeGreaterThan(120);
});

it('excuses no output that type-checks', () => {
  expect(Object.keys(withoutTypes).filter((name) => faults.get(name)?.length === 0)).toEqual([]);
});

function addProject(folder: string, after: string): void {
  const files = new Map(
    filesBelow(after).map((file) => [`${folder}/${file}`, readFileSync(join(after, file), 'utf8')]),
  );
  const named = [...files]
    .filter(([file]) => file.endsWith('/package.json'))
    .flatMap(([file, text]): [string, string][] => {
      const name = parsePackageJson(text)?.name;
      return typeof name === 'string' ? [[name, file.slice(0, -'/package.json'.length)]] : [];
    });
  const reader = { exists: (path: string) => files.has(path), read: (path: string) => files.get(path) };
  projects.push({
    folder,
    modules: createModules({ sdk: zentraSdk, files: reader, base: folder, packages: new Map(named) }),
  });
  // What a customer declares of the SDK by hand would count for all other fixtures, too.
  const counts = ([file, text]: [string, string]) =>
    TYPESCRIPT.test(file) && !(file.endsWith('.d.ts') && text.startsWith("declare module '@zentra/sdk'"));
  for (const [file, text] of [...files].filter(counts)) texts.set(file, text);
}

function resolved(
  specifier: string,
  from: string,
  mode: ts.ResolutionMode,
): ts.ResolvedModuleWithFailedLookupLocations {
  // Where a file has nothing but sites for review, its import of the SDK stays.
  if (specifier === 'zentra-compat' || specifier === '@zentra/sdk') {
    const entry = mode === ts.ModuleKind.CommonJS ? 'src/index.cts' : 'src/index.mts';
    return { resolvedModule: moduleAt(join(repository, entry)) };
  }
  if (!from.startsWith(virtual)) {
    return ts.resolveModuleName(specifier, from, options, { fileExists: isFile, readFile: ts.sys.readFile });
  }
  const project = projects.find(({ folder }) => from.startsWith(`${folder}/`));
  const target = project?.modules.resolve(specifier, from);
  return {
    resolvedModule: target?.kind === 'file' && texts.has(target.path) ? moduleAt(target.path) : undefined,
  };
}

function moduleAt(resolvedFileName: string): ts.ResolvedModuleFull {
  const extension = /\.d\.ts$|\.[cm]?tsx?$/.exec(resolvedFileName)![0];
  return { resolvedFileName, extension, isExternalLibraryImport: false };
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function described({ file, start, messageText }: ts.Diagnostic): string {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}
