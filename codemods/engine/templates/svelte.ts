import type { Range, Template } from '../../resolve/template';
import type { Component } from './component';
import type { Parsers } from './parsers';
import {
  type CodeRange,
  createTemplateCode,
  KEEPS_TEXT,
  refusedTemplate,
  type TemplateCode,
} from './template-code';

/** A node of Svelte's tree or of the expressions in it, with the members that we use. */
interface SvelteNode extends Range {
  type: string;
  name?: string | SvelteNode;
  fragment?: Fragment;
  attributes?: SvelteNode[];
  /** `this` of `<svelte:element>`, which may be plain text. */
  tag?: SvelteNode | string;
  expression?: SvelteNode | null;
  value?: true | SvelteNode | SvelteNode[] | null;
  declaration?: { declarations: { id: SvelteNode; init: SvelteNode }[] };
  test?: SvelteNode;
  consequent?: Fragment;
  alternate?: Fragment | null;
  context?: SvelteNode | null;
  index?: string;
  key?: SvelteNode | null;
  body?: Fragment;
  fallback?: Fragment | null;
  error?: SvelteNode | null;
  pending?: Fragment | null;
  then?: Fragment | null;
  catch?: Fragment | null;
  parameters?: SvelteNode[];
  typeAnnotation?: Range;
  right?: Range;
}

interface Fragment {
  nodes: SvelteNode[];
}

/** The expressions of a Svelte template. `{#each}`, `{#await}`, snippets and `let:` bind names for their content. */
export function readSvelte(
  { text, language, scripts }: Component,
  { parse }: NonNullable<Parsers['svelte']>,
): Template | undefined {
  // The parser removes a byte order mark and does not count it in offsets.
  const markup = withoutContents(text.replace(/^\uFEFF/, ' '));
  let fragment: Fragment;
  try {
    fragment = parse(markup, { modern: true }).fragment as unknown as Fragment;
  } catch (error) {
    const { message, start } = error as Error & { start?: { line: number; column: number } };
    const place = start ? `${start.line}:${start.column + 1} ` : '';
    return refusedTemplate(text, `${place}${message.split('\n')[0]}`);
  }
  const code = createTemplateCode(text, language);
  code.add('void (async () => {\n');
  writeFragment(fragment, true, code);
  code.add('});\n');
  return code.finished(scripts.length > 0);
}

/** Blanks scripts and styles, which are read elsewhere or not at all, since the parser may not know their language. */
function withoutContents(text: string): string {
  return text.replace(
    /(<(script|style)\b(?:"[^"]*"|'[^']*'|[^'">])*>)([\s\S]*?)(<\/\2\s*>)/gi,
    (_, open: string, _name, content: string, close: string) =>
      open + content.replace(/[^\r\n]/g, ' ') + close,
  );
}

function writeFragment(fragment: Fragment | null | undefined, mayComment: boolean, code: TemplateCode): void {
  for (const node of fragment?.nodes ?? []) {
    if (mayComment && node.type !== 'Text' && node.type !== 'Comment') code.place(node);
    writeNode(node, mayComment, code);
  }
}

function writeNode(node: SvelteNode, mayComment: boolean, code: TemplateCode): void {
  const block = (fragment: Fragment | null | undefined) => {
    code.add('{\n');
    writeFragment(fragment, mayComment, code);
    code.add('}\n');
  };
  switch (node.type) {
    case 'IfBlock':
      code.expression(node.test!);
      block(node.consequent);
      block(node.alternate);
      break;
    case 'EachBlock':
      openEach(node, code);
      if (node.index !== undefined) code.add(`let ${node.index} = 0;\n`);
      if (node.key) code.expression(node.key);
      block(node.body);
      code.add('}\n');
      block(node.fallback);
      break;
    case 'AwaitBlock':
      writeAwait(node, mayComment, code);
      break;
    case 'KeyBlock':
      code.expression(node.expression!);
      block(node.fragment);
      break;
    case 'SnippetBlock':
      writeSnippet(node, mayComment, code);
      break;
    case 'ConstTag':
      for (const { id, init } of node.declaration?.declarations ?? []) declare(id, '', init, code);
      break;
    default:
      writeElement(node, mayComment, code);
  }
}

function openEach({ context, expression }: SvelteNode, code: TemplateCode): void {
  if (!context || !code.isPattern(pattern(context)) || !code.isExpression(expression!)) {
    code.add('{\n');
    if (!context) code.expression(expression!);
    return;
  }
  code.add('for (const ');
  code.copy(pattern(context));
  code.add(' of (');
  code.copy(expression!);
  code.add('\n)) {\n');
}

function writeAwait(node: SvelteNode, mayComment: boolean, code: TemplateCode): void {
  const { expression, value, error, pending } = node;
  writeFragment(pending, mayComment, code);
  code.add('{\n');
  if (value && value !== true && !Array.isArray(value)) declare(value, 'await ', expression!, code);
  else code.expression(expression!);
  writeFragment(node.then, mayComment, code);
  code.add('}\n{\n');
  if (error && code.isPattern(pattern(error))) {
    code.add('const ');
    code.copy(pattern(error));
    code.add(' = __caught;\n');
  }
  writeFragment(node.catch, mayComment, code);
  code.add('}\n');
}

function declare(id: SvelteNode, before: string, init: SvelteNode, code: TemplateCode): void {
  if (!code.isPattern(pattern(id)) || !code.isExpression(init)) return;
  code.add('const ');
  code.copy(pattern(id));
  code.add(` = ${before}(`);
  code.copy(init);
  code.add('\n);\n');
}

function writeSnippet(
  { expression, parameters = [], body }: SvelteNode,
  mayComment: boolean,
  code: TemplateCode,
): void {
  const [first, last] = [parameters[0], parameters.at(-1)];
  const list = first && last && { start: first.start, end: pattern(last).end };
  const hasList = list !== undefined && code.isPattern(list);
  code.add(`function ${expression!.name as string}(`);
  if (hasList) code.copy(list);
  code.add('\n) {\n');
  writeFragment(body, mayComment, code);
  code.add('}\n');
}

/** Writes an element, a tag, or any other node with expressions and a fragment. */
function writeElement(node: SvelteNode, mayComment: boolean, code: TemplateCode): void {
  const { attributes = [], expression, tag, name, fragment } = node;
  const bound = attributes.filter(({ type }) => type === 'LetDirective');
  const end = openSlot(bound, code);
  if (tag && typeof tag !== 'string' && tag.type !== 'Literal') code.expression(tag);
  if (expression) code.expression(expression);
  for (const attribute of attributes) if (attribute.type !== 'LetDirective') writeAttribute(attribute, code);
  writeFragment(fragment, mayComment && !KEEPS_TEXT.has(String(name)), code);
  code.add(end);
}

/** Binds the names of a slot to unknown values, as the values that a slot receives are out of sight. */
function openSlot(bound: readonly SvelteNode[], code: TemplateCode): string {
  if (bound.length === 0) return '';
  code.add('__slot((');
  for (const { name, expression, start } of bound) {
    const nameStart = start + 'let:'.length;
    const own = expression ? pattern(expression) : { start: nameStart, end: nameStart + String(name).length };
    if (!code.isPattern(own)) continue;
    code.copy(own);
    code.add(', ');
  }
  code.add(') => {\n');
  return '});\n';
}

function writeAttribute({ expression, value }: SvelteNode, code: TemplateCode): void {
  if (expression) code.expression(expression);
  const parts = Array.isArray(value) ? value : value && value !== true ? [value] : [];
  for (const part of parts) if (part.expression) code.expression(part.expression);
}

/** The range of a pattern with its type or default, which its own range does not always include. */
function pattern({ start, end, typeAnnotation, right }: SvelteNode): CodeRange {
  return { start, end: Math.max(end, typeAnnotation?.end ?? 0, right?.end ?? 0) };
}
