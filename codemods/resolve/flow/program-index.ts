import type ts from 'typescript';
import { append } from '../append';
import { onceEach } from '../once-each';
import type { Resolution } from '../program';
import { specifiersOf } from '../specifiers-of';
import { importedBy } from '../syntax';
import { isTypeScript } from '../unit';
import { Islands } from './islands';
import { namesIn } from './names';
import { baseOf } from './scopes';
import { ANY_KEY, type MemberWrite, mayWriteUnderAnyKey } from './writes-in';

/** One import of a file. */
export interface Import {
  specifier: ts.StringLiteralLike;
  importer: ts.SourceFile;
}

/** TypeScript's internal table of a source's names: identifiers, object keys and keys in brackets. */
interface WithIdentifiers {
  identifiers: ReadonlyMap<string, string>;
}

/** So many names are looked for file by file. Past that, one pass over the names of all files pays for itself. */
const SCANS = 64;

/**
 * An index of the program by name. Each file is read when it is first needed, and each name is gathered once, however many objects
 * need it.
 */
export class ProgramIndex {
  readonly memberWrites: (name: string) => readonly MemberWrite[];
  /** Calls by the last name of the callee. */
  readonly calls: (name: string) => readonly ts.CallExpression[];
  readonly identifiers: (name: string) => readonly ts.Identifier[];
  /** The files that may declare something for others and hold a text: a module's name, or a member's. */
  readonly declaring: (text: string) => readonly ts.SourceFile[];
  readonly #resolution: Resolution;
  readonly #islands: Islands;
  readonly #divided = new WeakMap<readonly object[], Map<string, object[]>>();
  /** The files that have a name. */
  readonly #sourcesNaming: (name: string) => readonly ts.SourceFile[];
  #imports: ReadonlyMap<ts.SourceFile, readonly Import[]> | undefined;
  #heirs: readonly ts.ClassLikeDeclaration[] | undefined;
  #declaring: readonly ts.SourceFile[] | undefined;
  #computedWrites: readonly MemberWrite[] | undefined;

  constructor(resolution: Resolution) {
    this.#resolution = resolution;
    this.#islands = new Islands(resolution);
    this.#sourcesNaming = createNaming(resolution);
    const gathered = <T>(of: (source: ts.SourceFile, name: string) => readonly T[]) =>
      onceEach((name: string) => this.#sourcesNaming(name).flatMap((source) => of(source, name)));
    this.memberWrites = gathered((source, name) => namesIn(source).memberWrites(name));
    this.calls = gathered((source, name) => namesIn(source).calls(name));
    this.identifiers = gathered((source, name) => namesIn(source).identifiers(name));
    this.declaring = onceEach((part: string) =>
      this.#declarations().filter(({ text }) => text.includes(part)),
    );
  }

  /** `target[key] = value`. */
  get computedWrites(): readonly MemberWrite[] {
    this.#computedWrites ??= this.#resolution
      .sources()
      .flatMap((source) => (mayWriteUnderAnyKey(source) ? namesIn(source).memberWrites(ANY_KEY) : []));
    return this.#computedWrites;
  }

  /** The imports that lead to a file. */
  importsOf(source: ts.SourceFile): readonly Import[] {
    this.#imports ??= this.#gatherImports();
    return this.#imports.get(source) ?? [];
  }

  /** A name for the files that a value of a file may go to. */
  islandOf(source: ts.SourceFile): string {
    return this.#islands.of(source);
  }

  /** The items of an island of files. A list is divided once, so that many islands do not each cost its length. */
  within<T extends object>(island: string, items: readonly T[], nodeOf: (item: T) => ts.Node): readonly T[] {
    let divided = this.#divided.get(items) as Map<string, T[]> | undefined;
    if (!divided) {
      divided = new Map();
      for (const item of items) append(divided, this.islandOf(nodeOf(item).getSourceFile()), item);
      this.#divided.set(items, divided);
    }
    return divided.get(island) ?? [];
  }

  /** The classes that extend something. */
  get heirs(): readonly ts.ClassLikeDeclaration[] {
    this.#heirs ??= this.#resolution
      .sources()
      .flatMap((source) =>
        /\bextends\b/.test(source.text) ? namesIn(source).all.classes.filter(baseOf) : [],
      );
    return this.#heirs;
  }

  #declarations(): readonly ts.SourceFile[] {
    this.#declaring ??= this.#resolution.sources().filter(({ text }) => /\bdeclare\b/.test(text));
    return this.#declaring;
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
    ? namesIn(importer)
        .calls('require')
        .flatMap((call) => importedBy(call) ?? [])
    : [];
  return [...specifiersOf(importer), ...required];
}

function createNaming(resolution: Resolution): (name: string) => readonly ts.SourceFile[] {
  let scans = 0;
  let naming: Map<string, ts.SourceFile[]> | undefined;
  return (name) => {
    if (scans < SCANS) {
      scans += 1;
      return resolution.sources().filter((source) => identifiersOf(source).has(name));
    }
    naming ??= namingOf(resolution.sources());
    return naming.get(name) ?? [];
  };
}

function namingOf(sources: readonly ts.SourceFile[]): Map<string, ts.SourceFile[]> {
  const naming = new Map<string, ts.SourceFile[]>();
  for (const source of sources) {
    for (const name of identifiersOf(source).keys()) append(naming, name, source);
  }
  return naming;
}

const identifiersOf = (source: ts.SourceFile) => (source as ts.SourceFile & WithIdentifiers).identifiers;
