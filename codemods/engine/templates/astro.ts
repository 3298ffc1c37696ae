import type { AttributeNode, Node, ParentNode, RootNode, TagLikeNode } from '@astrojs/compiler/types';
import type { Template } from '../../resolve/template';
import type { Component } from './component';
import type { Parsers } from './parsers';
import { createTemplateCode, KEEPS_TEXT, refusedTemplate, type TemplateCode } from './template-code';

/** Elements whose content is not part of the template. */
const HOLDS_NO_TEMPLATE = new Set(['script', 'style']);

/**
 * The expressions of an Astro template. They are JavaScript with elements as values: each element becomes a list of the expressions in it,
 * so that the functions around it bind their names as in the code.
 */
export function readAstro(
  { text, language, scripts }: Component,
  { parse }: NonNullable<Parsers['astro']>,
): Template | undefined {
  const code = createTemplateCode(text, language);
  const markup = text.replace(/^\uFEFF/, ' ');
  const writing: Writing = { code, text, offsetOf: fromBytes(markup), furthest: 0 };
  try {
    const { ast, diagnostics } = parse(markup, { position: true });
    const problem = diagnostics.find(({ severity }) => severity === 1);
    if (problem) {
      const { line, column } = problem.location;
      return refusedTemplate(text, `${line}:${column} ${problem.text}`);
    }
    code.add('void (async () => {\n');
    for (const node of (ast as RootNode).children) writeMarkup(node, true, writing);
    code.add('});\n');
  } catch (error) {
    return refusedTemplate(text, (error as Error).message.split('\n')[0]!);
  }
  return code.finished(scripts.length > 0);
}

interface Writing {
  code: TemplateCode;
  text: string;
  /** Converts the parser's offsets, which count bytes. */
  offsetOf: (bytes: number) => number;
  /** The offset up to which the template was copied. */
  furthest: number;
}

type Parent = ParentNode & { children: Node[] };

const isElement = (node: Node): node is TagLikeNode =>
  node.type === 'element' ||
  node.type === 'component' ||
  node.type === 'custom-element' ||
  node.type === 'fragment';

/** Writes the expressions of markup. A comment may be added only outside of every expression. */
function writeMarkup(node: Node, mayComment: boolean, writing: Writing): void {
  const { code, text } = writing;
  const place = (start: number) => {
    if (mayComment && writing.furthest > start) code.place({ start, end: writing.furthest });
  };
  if (node.type === 'expression') {
    if (isEmpty(node)) return;
    code.add('(');
    writeCode(node, writing);
    code.add('\n);\n');
    const [first] = node.children;
    if (first) place(text.lastIndexOf('{', startOf(first, writing)));
  } else if (isElement(node)) {
    for (const attribute of node.attributes) writeAttribute(attribute, '(', '\n);\n', writing);
    if (HOLDS_NO_TEMPLATE.has(node.name)) return;
    for (const child of node.children) writeMarkup(child, mayComment && !KEEPS_TEXT.has(node.name), writing);
    place(startOf(node, writing));
  }
}

/** Writes the code of an expression, with a list instead of each element. */
function writeCode({ children }: Parent, writing: Writing): void {
  let isBehindElement = false;
  for (const node of children) {
    if (node.type === 'text') {
      copyVerified(startOf(node, writing), node.value, writing);
      if (node.value.trim() !== '') isBehindElement = false;
    } else if (isElement(node)) {
      writing.code.add(isBehindElement ? ', ' : '');
      writeList(node, writing);
      isBehindElement = true;
    } else if (node.type === 'expression') {
      throw new Error('an expression stands in another one without an element around it');
    }
  }
}

/** Writes an element as a list of the expressions in it. */
function writeList(node: TagLikeNode, writing: Writing): void {
  const { code } = writing;
  code.add('[');
  for (const attribute of node.attributes) writeAttribute(attribute, '(', '\n), ', writing);
  for (const child of HOLDS_NO_TEMPLATE.has(node.name) ? [] : node.children) {
    if (isElement(child)) {
      writeList(child, writing);
      code.add(', ');
    } else if (child.type === 'expression' && !isEmpty(child)) {
      code.add('(');
      writeCode(child, writing);
      code.add('\n), ');
    }
  }
  code.add(']');
}

function writeAttribute(attribute: AttributeNode, before: string, behind: string, writing: Writing): void {
  const { kind, name, value, raw, position } = attribute;
  const start = writing.offsetOf(position?.start.offset ?? 0);
  const rest = writing.text.slice(start + name.length);
  const write = (offset: number, text: string) => {
    // The parser does not parse markup within an attribute's value.
    if (!writing.code.isExpression({ start: offset, end: offset + text.length })) return;
    writing.code.add(before);
    copyVerified(offset, text, writing);
    writing.code.add(behind);
  };
  if (kind === 'spread' || kind === 'shorthand') write(start, name);
  const equals = /^\s*=\s*/.exec(rest)?.[0].length ?? 0;
  if (kind === 'template-literal') write(start + name.length + equals, raw ?? '');
  if (kind === 'expression' && value.trim() !== '') write(start + name.length + equals + 1, value);
}

/** Copies a value only where it is at the parser's position, as not all positions are exact. */
function copyVerified(start: number, value: string, writing: Writing): void {
  if (!writing.text.startsWith(value, start)) {
    throw new Error(`${value.trim().slice(0, 40)} is not where the parser says`);
  }
  const end = start + value.length;
  writing.code.copy({ start, end });
  writing.furthest = Math.max(writing.furthest, end);
}

/** Whether an expression is empty or has only comments. */
function isEmpty({ children }: Parent): boolean {
  return children.every(
    (node) =>
      node.type === 'comment' ||
      (node.type === 'text' && node.value.replace(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*/g, '').trim() === ''),
  );
}

const startOf = ({ position }: Node, { offsetOf }: Writing): number => offsetOf(position?.start.offset ?? 0);

function fromBytes(text: string): (bytes: number) => number {
  const bytes = Buffer.from(text);
  if (bytes.length === text.length) return (offset) => offset;
  return (offset) => bytes.toString('utf8', 0, offset).length;
}
