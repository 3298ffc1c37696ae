import ts from 'typescript';
import { type CallEdits, legacyCall } from './legacy-call';
import { isLibraryModule, libraryBindings } from './library-bindings';

/** A use of the client that the graft made, at its method's name. */
export interface Receiver {
  /** 1-based line of the call's method in the file as published, by which the truth is told. */
  published: number;
  /** Where the method's name stands in the grafted text. */
  position: number;
}

export interface Grafted {
  text: string;
  receivers: readonly Receiver[];
}

interface Edit {
  start: number;
  end: number;
  text: string;
  /** Published line, where the edit puts a method's name at its own end. */
  receiver?: number;
}

/**
 * Replaces `stripe`, its construction and its calls by Zentra's, by syntax alone: whose a receiver is, it does not ask,
 * so that `customers.update(…)` of somebody else becomes a decoy. All that is between construction and call stays.
 */
export function graft(file: string, text: string): Grafted {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const bindings = libraryBindings(source);
  const edits: Edit[] = [];

  const visit = (node: ts.Node): undefined => {
    for (const comment of ts.getJSDocCommentsAndTags(node)) {
      if (ts.isJSDoc(comment) && comment.parent === node) ts.forEachChild(comment, visit);
    }
    if (ts.isIdentifier(node)) {
      if (node.text === 'Stripe') edits.push({ start: node.getStart(), end: node.end, text: 'Zentra' });
      return;
    }
    if (ts.isStringLiteral(node) && isLibraryModule(node)) return moduleName(node);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      if (bindings.constructs(node)) return construction(node);
    }
    const call = ts.isCallExpression(node) ? legacyCall(node, bindings) : undefined;
    if (call) return callOf(call);
    ts.forEachChild(node, visit);
  };

  const moduleName = (name: ts.StringLiteral): undefined => {
    const quote = name.getText().charAt(0);
    edits.push({ start: name.getStart(), end: name.end, text: `${quote}@zentra/sdk${quote}` });
    const required = name.parent;
    if (ts.isCallExpression(required) && bindings.isClassByItself(required)) {
      edits.push({ start: required.end, end: required.end, text: '.Zentra' });
    }
  };

  const construction = (node: ts.CallExpression | ts.NewExpression): undefined => {
    const start = node.expression.getStart();
    const isInline = ts.isCallExpression(node.expression);
    if (ts.isCallExpression(node)) edits.push({ start, end: start, text: isInline ? 'new (' : 'new ' });
    visit(node.expression);
    if (ts.isCallExpression(node) && isInline) {
      edits.push({ start: node.expression.end, end: node.expression.end, text: ')' });
    }
    const [key, ...rest] = node.arguments ?? [];
    if (!key || ts.isSpreadElement(key)) return;
    edits.push({ start: key.getStart(), end: key.getStart(), text: '{ secretKey: ' });
    visit(key);
    edits.push({ start: key.end, end: rest.at(-1)?.end ?? key.end, text: ' }' });
  };

  const callOf = ({ receiver, name, replaced, kept }: CallEdits): undefined => {
    visit(receiver);
    const published = source.getLineAndCharacterOfPosition(name.end - 1).line + 1;
    edits.push({ start: name.start, end: name.end, text: name.text, receiver: published });
    edits.push(...replaced);
    for (const argument of kept) visit(argument);
  };

  visit(source);
  return applied(text, edits);
}

function applied(text: string, edits: readonly Edit[]): Grafted {
  const receivers: Receiver[] = [];
  let result = '';
  let copied = 0;
  // Stable, so that what is put in at one place stays in its order.
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(copied, edit.start) + edit.text;
    copied = edit.end;
    if (edit.receiver === undefined) continue;
    const position = result.length - (edit.text.length - edit.text.lastIndexOf('.') - 1);
    receivers.push({ published: edit.receiver, position });
  }
  return { text: result + text.slice(copied), receivers };
}
