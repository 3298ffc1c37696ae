import ts from 'typescript';
import { append } from '../append';
import { calledName } from '../called-name';
import { textHoldsEscapes } from '../escapes';
import { nodeAt } from '../places';
import { wrapped } from '../syntax';
import { embeddedIn } from '../template';
import { selfOwner } from './scopes';
import { type WalkedNames, walkNames } from './walked-names';
import { assignmentsTo, type MemberWrite, type VariableWrite, visitWrites } from './writes-in';

/** All uses of one name in a file. */
interface Named {
  identifiers: readonly ts.Identifier[];
  /** `target.name = value`. */
  memberWrites: readonly MemberWrite[];
  variableWrites: readonly VariableWrite[];
  /** Calls whose callee ends with the name: for `set`, `cache.set(k, v)`. */
  calls: readonly ts.CallExpression[];
}

/** Walking so many characters takes about as long as looking up one place. */
const CHARACTERS_PER_PLACE = 48;

/** Names that a text holds as they are; a string may hold other names with escapes. */
const PLAIN = /^#?[\w$]+$/;

/**
 * The names that a file uses. Most files are asked for a name or two, which a text search finds; a file that is asked for more is walked
 * once.
 */
export class FileNames {
  readonly #source: ts.SourceFile;
  readonly #named = new Map<string, Named>();
  readonly #byFunction = new Map<string, Map<ts.Node, ts.Identifier[]>>();
  #walked: WalkedNames | undefined;
  #thrown: readonly ts.Expression[] | undefined;
  #fileSelves: readonly ts.Node[] | undefined;
  /** The number of places looked up. */
  #places = 0;

  constructor(source: ts.SourceFile) {
    this.#source = source;
  }

  identifiers(name: string): readonly ts.Identifier[] {
    return this.#of(name).identifiers;
  }

  /** The identifiers in a function, also in those within it. A bundle or a test file has the same name in most of its functions. */
  identifiersIn(fn: ts.Node, name: string): readonly ts.Identifier[] {
    let byFunction = this.#byFunction.get(name);
    if (!byFunction) {
      byFunction = new Map();
      for (const identifier of this.identifiers(name)) {
        for (let at: ts.Node = identifier; !ts.isSourceFile(at); at = at.parent)
          if (ts.isFunctionLike(at)) append(byFunction, at, identifier);
      }
      this.#byFunction.set(name, byFunction);
    }
    return byFunction.get(fn) ?? [];
  }

  memberWrites(name: string): readonly MemberWrite[] {
    return this.#of(name).memberWrites;
  }

  variableWrites(name: string): readonly VariableWrite[] {
    return this.#of(name).variableWrites;
  }

  calls(name: string): readonly ts.CallExpression[] {
    return this.#of(name).calls;
  }

  /** The names of the whole file, from one walk. */
  get all(): WalkedNames {
    this.#walked ??= walkNames(this.#source);
    return this.#walked;
  }

  /** The values of `throw` statements. */
  get thrown(): readonly ts.Expression[] {
    this.#thrown ??= tokensNamed(this.#source, 'throw').flatMap((node) =>
      ts.isThrowStatement(node) ? [node.expression] : [],
    );
    return this.#thrown;
  }

  /** `this` that is the file's own: outside of its functions, and in functions that are called with it. */
  get fileSelves(): readonly ts.Node[] {
    this.#fileSelves ??= tokensNamed(this.#source, 'this').filter(
      (node) => node.kind === ts.SyntaxKind.ThisKeyword && isOfFile(node),
    );
    return this.#fileSelves;
  }

  /** Whether a name stands between quotes in brackets, in code or types: `client['cards']`. */
  isBracketed(name: string): boolean {
    return tokensNamed(this.#source, name).some(
      (token) => ts.isStringLiteralLike(token) && token.text === name && isInBrackets(token),
    );
  }

  #of(name: string): Named {
    const known = this.#named.get(name);
    if (known) return known;
    const found = !PLAIN.test(name) || this.#isWorthAWalk() ? fromWalk(this.all, name) : this.#lookUp(name);
    this.#named.set(name, found);
    return found;
  }

  #isWorthAWalk(): boolean {
    const { text } = this.#source;
    return (
      this.#walked !== undefined ||
      this.#places * CHARACTERS_PER_PLACE > text.length ||
      // A text search misses names written with escapes, and nodes of embedded code.
      (this.#places === 0 && (textHoldsEscapes(text) || embeddedIn(this.#source).length > 0))
    );
  }

  #lookUp(name: string): Named {
    const tokens = tokensNamed(this.#source, name);
    this.#places += tokens.length + 1;
    return fromTokens(tokens, name);
  }
}

const known = new WeakMap<ts.SourceFile, FileNames>();

export function namesIn(source: ts.SourceFile): FileNames {
  const found = known.get(source) ?? new FileNames(source);
  known.set(source, found);
  return found;
}

/** The identifiers of a name in the function that a node is in, or in its file. */
export function namedAround(node: ts.Node, name: string): readonly ts.Identifier[] {
  const names = namesIn(node.getSourceFile());
  const fn = ts.findAncestor(node, ts.isFunctionLike);
  return fn ? names.identifiersIn(fn, name) : names.identifiers(name);
}

function fromWalk({ identifiers, memberWrites, variableWrites, calls }: WalkedNames, name: string): Named {
  return {
    identifiers: identifiers.get(name) ?? [],
    memberWrites: memberWrites.get(name) ?? [],
    variableWrites: variableWrites.get(name) ?? [],
    calls: calls.get(name) ?? [],
  };
}

function fromTokens(tokens: readonly ts.Node[], name: string): Named {
  const memberWrites: MemberWrite[] = [];
  const variableWrites: VariableWrite[] = [];
  const visitor = {
    member: (written: string, write: MemberWrite) => written === name && memberWrites.push(write),
    variable: (written: string, write: VariableWrite) => written === name && variableWrites.push(write),
  };
  for (const assignment of asWalked(tokens.flatMap(assignmentsTo))) {
    visitWrites(assignment, visitor);
  }
  return {
    identifiers: tokens.filter(ts.isIdentifier).filter(({ text }) => text === name),
    memberWrites,
    variableWrites,
    calls: asWalked(tokens.flatMap((token) => callOf(token) ?? [])).filter(
      (call) => calledName(call) === name,
    ),
  };
}

/** The distinct nodes in the order of a walk. */
function asWalked<Node extends ts.Node>(nodes: readonly Node[]): Node[] {
  return [...new Set(nodes)].sort((a, b) => a.pos - b.pos || b.end - a.end);
}

/** The call whose callee ends with a token. */
function callOf(token: ts.Node): ts.CallExpression | undefined {
  const { parent } = token;
  const callee = wrapped(ts.isPropertyAccessExpression(parent) && parent.name === token ? parent : token);
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee
    ? callee.parent
    : undefined;
}

/** The identifiers, strings and keywords that have a name, in the order of the text. */
function tokensNamed(source: ts.SourceFile, name: string): ts.Node[] {
  const { text } = source;
  const tokens: ts.Node[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (isWordAround(text, at, at + name.length)) continue;
    const node = nodeAt(source, at);
    const start = node?.getStart(source);
    if (node && (start === at || (start === at - 1 && ts.isStringLiteralLike(node)))) tokens.push(node);
  }
  return tokens;
}

/** `this` of a file, also within `(function () { … }).call(this)`. */
function isOfFile(self: ts.Node): boolean {
  const owner = selfOwner(self);
  if (ts.isSourceFile(owner)) return true;
  const { parent } = wrapped(owner);
  const call = ts.isPropertyAccessExpression(parent) ? parent.parent : undefined;
  const [given] = call && ts.isCallExpression(call) && call.expression === parent ? call.arguments : [];
  return given?.kind === ts.SyntaxKind.ThisKeyword && isOfFile(given);
}

const isWordAround = (text: string, start: number, end: number): boolean =>
  isLetter(text.charCodeAt(start - 1)) || isLetter(text.charCodeAt(end));

/** Whether a character code may be part of a name; `NaN`, outside the text, is not. */
const isLetter = (code: number): boolean => ts.isIdentifierPart(code, ts.ScriptTarget.ESNext);

function isInBrackets({ parent }: ts.StringLiteralLike): boolean {
  return (
    ts.isElementAccessExpression(parent) ||
    (ts.isLiteralTypeNode(parent) && ts.isIndexedAccessTypeNode(parent.parent))
  );
}

/** Functions that copy the members of all their arguments into the first, or into a new object. */
export const MIXERS: ReadonlySet<string> = new Set(
  'assign assignIn extend _extend mixin merge defaults'.split(' '),
);
