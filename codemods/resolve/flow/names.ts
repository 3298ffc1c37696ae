import ts from 'typescript';
import { textHoldsEscapes } from '../escapes';
import { nodeAt } from '../places';
import { unwrapped } from '../syntax';
import { embeddedIn } from '../template';
import { calledName } from './called-name';
import { type WalkedNames, walkNames } from './walked-names';
import { assignmentTo, type MemberWrite, type VariableWrite, visitWrites } from './writes-in';

/** What a file does with one name. */
interface Named {
  identifiers: readonly ts.Identifier[];
  /** `target.name = value`. */
  memberWrites: readonly MemberWrite[];
  variableWrites: readonly VariableWrite[];
  /** Calls of what has it as its last name: for `set`, `cache.set(k, v)`. */
  calls: readonly ts.CallExpression[];
}

/** Characters of a text that are walked in about the time in which one place of it is looked up. */
const CHARACTERS_PER_PLACE = 48;

/** What stands in a text as it is; in quotes, other names may hold escapes. */
const PLAIN = /^#?[\w$]+$/;

/**
 * What a file names. Most files are asked for a name or two, which are looked up where the text has them; the tree of one that is asked
 * for more is walked, once.
 */
export class FileNames {
  readonly #source: ts.SourceFile;
  readonly #named = new Map<string, Named>();
  #walked: WalkedNames | undefined;
  /** Places that were looked up. */
  #places = 0;

  constructor(source: ts.SourceFile) {
    this.#source = source;
  }

  identifiers(name: string): readonly ts.Identifier[] {
    return this.#of(name).identifiers;
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

  /** Everything, from a walk through the whole file. */
  get all(): WalkedNames {
    this.#walked ??= walkNames(this.#source);
    return this.#walked;
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
      // Places of the text say nothing of a name that is written with escapes, nor of nodes that stand elsewhere.
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
  for (const assignment of asWalked(tokens.flatMap((token) => assignmentTo(token) ?? []))) {
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

/** Each once, in the order in which a walk comes to them. */
function asWalked<Node extends ts.Node>(nodes: readonly Node[]): Node[] {
  return [...new Set(nodes)].sort((a, b) => a.pos - b.pos || b.end - a.end);
}

/** The call of what a token is the last name of. */
function callOf(token: ts.Node): ts.CallExpression | undefined {
  const { parent } = token;
  let callee = ts.isPropertyAccessExpression(parent) && parent.name === token ? parent : token;
  while (callee.parent && ts.isExpression(callee.parent) && unwrapped(callee.parent) !== callee.parent)
    callee = callee.parent;
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee
    ? callee.parent
    : undefined;
}

/** The identifiers, strings and keywords that begin with a name, in the order of the text. */
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

const isWordAround = (text: string, start: number, end: number): boolean =>
  isLetter(text.charCodeAt(start - 1)) || isLetter(text.charCodeAt(end));

/** What may be within a name; also not a number, before the text's first character and behind its last. */
const isLetter = (code: number): boolean => ts.isIdentifierPart(code, ts.ScriptTarget.ESNext);

function isInBrackets({ parent }: ts.StringLiteralLike): boolean {
  return (
    ts.isElementAccessExpression(parent) ||
    (ts.isLiteralTypeNode(parent) && ts.isIndexedAccessTypeNode(parent.parent))
  );
}

/** Functions that put the members of the objects behind into the first, or all of them into a new one. */
export const MIXERS: ReadonlySet<string> = new Set(
  'assign assignIn extend _extend mixin merge defaults'.split(' '),
);
