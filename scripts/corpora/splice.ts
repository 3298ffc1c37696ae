import ts from 'typescript';
import type { Treated, Treatment } from './treatment';

/** Calls to insert into functions, and their expected rewrites. */
const calls: readonly { before: string; after: string }[] = [
  { before: "freeze('card_1')", after: "lock('card_1')" },
  { before: "unfreeze({ card_id: 'card_1' })", after: "unlock({ card_id: 'card_1' })" },
  {
    before: "terminate('card_1', { reason: 'left' })",
    after: "lockAndRestrict('card_1', { reason: 'left' })",
  },
  {
    before: "updateLimits('card_1', { daily: 100, monthly: 2000 })",
    after: "updateSecurity('card_1', { spending_limits: { daily_minor: 100, monthly_minor: 2000 } })",
  },
  {
    before: "fund('card_1', { amount_minor: 100, source: 'wallet', reference: 'a' })",
    after: "fund('card_1', { amount_minor: 100, source: 'wallet', transaction_reference: 'a' })",
  },
];

const PER_FILE = 4;

/** Inserts a client and legacy calls into the functions of every `every`-th file that allows it; others stay as published. */
export function spliced(every: number): Treatment {
  return (file, bytes, index) =>
    (index % every === 0 ? splice(file, bytes, index) : undefined) ?? {
      before: bytes,
      after: bytes,
      calls: 0,
    };
}

/** @returns `undefined` if a client cannot be inserted: no functions, no valid text, another language, or generated code */
export function splice(file: string, bytes: Buffer, seed: number): Treated | undefined {
  const text = textOf(bytes);
  if (text === undefined || /\.d\.[cm]?ts$/.test(file) || isForMachines(text)) return undefined;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  if (!parses(source)) return undefined;
  const bodies = functionBodies(source);
  const first = source.statements[0];
  if (!first || bodies.length === 0) return undefined;

  const step = Math.max(1, Math.floor(bodies.length / PER_FILE));
  const chosen = bodies.filter((_, position) => position % step === 0).slice(0, PER_FILE);
  const inserts = chosen.map((body, position) => {
    const { before, after } = calls[(seed + position) % calls.length]!;
    return { at: afterDirectives(body), before: call(before), after: call(after) };
  });
  const header = clientHeader(file, source);
  const top = directivesEnd(source.statements) ?? first.getStart(source);
  inserts.unshift({ at: top, before: header, after: header });
  return {
    before: Buffer.from(inserted(text, inserts, 'before')),
    after: Buffer.from(inserted(text, inserts, 'after')),
    calls: chosen.length,
  };
}

// Starts with a line break, because the statement before may have no semicolon.
const call = (text: string) => `\nzentraSpliced.cards.${text};\n`;

function clientHeader(file: string, source: ts.SourceFile): string {
  const isEsm = ts.isExternalModule(source) || /\.([cm]?tsx?|mjs)$/.test(file);
  const obtain = isEsm
    ? "import { Zentra as ZentraSpliced } from '@zentra/sdk';"
    : "const { Zentra: ZentraSpliced } = require('@zentra/sdk');";
  return `\n${obtain}\nconst zentraSpliced = new ZentraSpliced({ secretKey: 'sk_sandbox_corpus' });\n`;
}

function inserted(
  text: string,
  inserts: readonly { at: number; before: string; after: string }[],
  which: 'before' | 'after',
): string {
  let result = '';
  let copied = 0;
  for (const insert of [...inserts].sort((a, b) => a.at - b.at)) {
    result += text.slice(copied, insert.at) + insert[which];
    copied = insert.at;
  }
  return result + text.slice(copied);
}

function functionBodies(source: ts.SourceFile): ts.Block[] {
  const bodies: ts.Block[] = [];
  const visit = (node: ts.Node): void => {
    // A constructor's first call may have to be super().
    if (ts.isFunctionLike(node) && !ts.isConstructorDeclaration(node) && 'body' in node) {
      const body = node.body as ts.Node | undefined;
      if (body && ts.isBlock(body)) bodies.push(body);
    }
    // Inside `with`, the meaning of a name is known only at run time.
    if (!ts.isWithStatement(node)) ts.forEachChild(node, visit);
  };
  visit(source);
  return bodies;
}

const afterDirectives = (body: ts.Block): number => directivesEnd(body.statements) ?? body.getStart() + 1;

/** End of the directives such as 'use strict'; `undefined` if there are none. */
function directivesEnd(statements: ts.NodeArray<ts.Statement>): number | undefined {
  let end: number | undefined;
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    end = statement.end;
  }
  return end;
}

/** Whether it is plain JavaScript or TypeScript: Flow's types are another language. */
function parses(source: ts.SourceFile): boolean {
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly unknown[] };
  if (parseDiagnostics.length > 0 || /@flow|@noflow/.test(source.text.slice(0, 1000))) return false;
  return !/\brequire\s*=(?!=)|\b(?:var|let|const|function)\s+require\b/.test(source.text);
}

/** Whether the text is generated: long lines throughout, or a header that says so. A migration skips it, so calls in it would be missed. */
function isForMachines(text: string): boolean {
  return text.length / (text.split('\n').length || 1) > 200 || text.slice(0, 2000).includes('@generated');
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
