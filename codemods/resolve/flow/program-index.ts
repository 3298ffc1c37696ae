import type ts from 'typescript';
import { append } from '../append';
import { onceEach } from '../once-each';
import type { Resolution } from '../program';
import { specifiersOf } from '../specifiers-of';
import { importedBy } from '../syntax';
import { isTypeScript } from '../unit';
import { type FileNames, type MemberWrite, namesIn } from './names';
import { baseOf } from './scopes';

/** One import of a file. */
export interface Import {
  specifier: ts.StringLiteralLike;
  importer: ts.SourceFile;
}

/**
 * What the files of a program hold, by name: each file is walked once, when something of it is asked for first, and every name is
 * gathered once, however many objects ask for it.
 */
export class ProgramIndex {
  readonly memberWrites: (name: string) => readonly MemberWrite[];
  /** Calls by the last name of what is called. */
  readonly calls: (name: string) => readonly ts.CallExpression[];
  readonly identifiers: (name: string) => readonly ts.Identifier[];
  readonly #resolution: Resolution;
  #naming: ReadonlyMap<string, readonly ts.SourceFile[]> | undefined;
  #imports: ReadonlyMap<ts.SourceFile, readonly Import[]> | undefined;
  #heirs: readonly ts.ClassLikeDeclaration[] | undefined;
  #declaring: readonly ts.SourceFile[] | undefined;

  constructor(resolution: Resolution) {
    this.#resolution = resolution;
    const gathered = <T>(of: (names: FileNames, name: string) => readonly T[] | undefined) =>
      onceEach((name: string) =>
        this.#sourcesNaming(name).flatMap((source) => of(namesIn(source), name) ?? []),
      );
    this.memberWrites = gathered(({ memberWrites }, name) => memberWrites.get(name));
    this.calls = gathered(({ calls }, name) => calls.get(name));
    this.identifiers = gathered(({ identifiers }, name) => identifiers.get(name));
  }

  /** The imports that lead to a file. */
  importsOf(source: ts.SourceFile): readonly Import[] {
    this.#imports ??= this.#gatherImports();
    return this.#imports.get(source) ?? [];
  }

  /** The classes that extend something. */
  get heirs(): readonly ts.ClassLikeDeclaration[] {
    this.#heirs ??= this.#resolution.sources().flatMap((source) => namesIn(source).classes.filter(baseOf));
    return this.#heirs;
  }

  /** The files that may declare something for others. */
  get declaring(): readonly ts.SourceFile[] {
    this.#declaring ??= this.#resolution.sources().filter(({ text }) => /\bdeclare\b/.test(text));
    return this.#declaring;
  }

  #sourcesNaming(name: string): readonly ts.SourceFile[] {
    this.#naming ??= this.#gatherNames();
    return this.#naming.get(name) ?? [];
  }

  #gatherNames(): ReadonlyMap<string, readonly ts.SourceFile[]> {
    const naming = new Map<string, ts.SourceFile[]>();
    for (const source of this.#resolution.sources()) {
      const { identifiers, memberWrites } = namesIn(source);
      for (const name of new Set([...identifiers.keys(), ...memberWrites.keys()])) {
        append(naming, name, source);
      }
    }
    return naming;
  }

  #gatherImports(): ReadonlyMap<ts.SourceFile, readonly Import[]> {
    const imports = new Map<ts.SourceFile, Import[]>();
    for (const importer of this.#resolution.sources()) {
      for (const specifier of specifiersIn(importer)) {
        const target = this.#resolution.target(specifier.text, importer);
        const source = target.kind === 'file' ? this.#resolution.sourceOf(target.path) : undefined;
        if (source) append(imports, source, { specifier, importer });
      }
    }
    return imports;
  }
}

/** The compiler collects `require()` in JavaScript only. */
function specifiersIn(importer: ts.SourceFile): readonly ts.StringLiteralLike[] {
  const required = isTypeScript(importer.fileName)
    ? (namesIn(importer).calls.get('require') ?? []).flatMap((call) => importedBy(call) ?? [])
    : [];
  return [...specifiersOf(importer), ...required];
}
