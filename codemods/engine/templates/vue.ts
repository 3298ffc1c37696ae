import type { DirectiveNode, ElementNode, ExpressionNode, TemplateChildNode } from '@vue/compiler-dom';
import type { Copy, Range, Template } from '../../resolve/template';
import type { Component } from './component';
import type { Parsers } from './parsers';
import {
  type CodeRange,
  createTemplateCode,
  KEEPS_TEXT,
  refusedTemplate,
  type TemplateCode,
} from './template-code';
import { instanceOf } from './vue-instance';

type Compiler = NonNullable<Parsers['vue']>;

/**
 * The expressions of a Vue template. `v-for` and slots bind names for their content; every other name is the script's, or a member of
 * the component's instance.
 */
export function readVue(component: Component, compiler: Compiler): Template | undefined {
  const { text, language } = component;
  const problems: string[] = [];
  const { children } = compiler.parse(text, {
    parseMode: 'sfc',
    onError: ({ message, loc }) =>
      problems.push(`${loc ? `${loc.start.line}:${loc.start.column} ` : ''}${message}`),
  });
  const root = children.find(
    (node): node is ElementNode => node.type === compiler.NodeTypes.ELEMENT && node.tag === 'template',
  );
  if (!root) return undefined;
  const [problem] = problems;
  if (problem !== undefined) return refusedTemplate(text, problem);
  const syntax = plainAttribute(root, 'lang', compiler)?.content;
  if (syntax !== undefined && syntax !== 'html') return refusedTemplate(text, `it is written in ${syntax}`);

  const code = createTemplateCode(text, language);
  const instance = instanceOf(component);
  code.place(rangeOf(root));
  code.add('void (async () => {\n');
  writeChildren(root, true, { code, compiler, text });
  instance.bindNames(code);
  code.add('});\n');
  instance.declareSource(code);
  return code.finished(instance.seesImports);
}

interface Writing {
  code: TemplateCode;
  compiler: Compiler;
  text: string;
}

function writeChildren({ children }: ElementNode, mayComment: boolean, writing: Writing): void {
  const { ELEMENT, INTERPOLATION } = writing.compiler.NodeTypes;
  for (const node of children as TemplateChildNode[]) {
    if (node.type === ELEMENT) writeElement(node, mayComment, writing);
    if (node.type !== INTERPOLATION) continue;
    if (mayComment) writing.code.place(rangeOf(node));
    const content = partOf(node.content, writing);
    if (content) writing.code.expression(content);
  }
}

/** Writes an element in its scopes: its `v-for` opens one around the element, its slot one around the content. */
function writeElement(element: ElementNode, mayComment: boolean, writing: Writing): void {
  const { code, compiler } = writing;
  const { DIRECTIVE } = compiler.NodeTypes;
  if (mayComment) code.place(rangeOf(element));
  const directives = element.props.filter((prop): prop is DirectiveNode => prop.type === DIRECTIVE);
  const loop = directives.find(({ name }) => name === 'for');
  const slot = directives.find(({ name }) => name === 'slot');
  const oldSlot =
    plainAttribute(element, 'slot-scope', compiler) ?? plainAttribute(element, 'scope', compiler);
  const oldScope =
    oldSlot && element.tag !== 'th' && element.tag !== 'td' ? valueRange(oldSlot.loc) : undefined;

  const endLoop = openLoop(loop, writing);
  const endOldSlot = openSlot(oldScope && { ...oldScope, quote: quoteBefore(oldScope, writing.text) }, code);
  for (const directive of directives) if (directive !== loop) writeDirective(directive, writing);
  const endSlot = openSlot(partOf(slot?.exp, writing), code);
  writeChildren(element, mayComment && !KEEPS_TEXT.has(element.tag), writing);
  for (const end of [endSlot, endOldSlot, endLoop]) code.add(end);
}

/** @returns the code that ends the scope */
function openLoop(loop: DirectiveNode | undefined, writing: Writing): string {
  const { code, text } = writing;
  const parts = loop?.forParseResult;
  const source = parts && partOf(parts.source, writing);
  if (!parts || !source || !code.isExpression(source)) return '';
  const value = partOf(parts.value, writing);
  if (!value || !code.isPattern(value)) {
    code.expression(source);
    return '';
  }
  code.add('for (const ');
  code.copy(value);
  // The source may be a list, a set, a map or an object, whose values count.
  code.add(' of Object.__each(');
  code.copy(source);
  code.add('\n)) {\n');
  for (const part of [parts.key, parts.index]) {
    const name = part && text.slice(part.loc.start.offset, part.loc.end.offset).trim();
    if (name && /^[\w$]+$/.test(name)) code.add(`let ${name} = 0;\n`);
  }
  return '}\n';
}

/** Binds the names of a slot to unknown values, as the values that a slot receives are out of sight. */
function openSlot(pattern: CodeRange | undefined, code: TemplateCode): string {
  if (!pattern || !code.isPattern(pattern)) return '';
  code.add('__slot((');
  code.copy(pattern);
  code.add('\n) => {\n');
  return '});\n';
}

function writeDirective({ name, arg, exp }: DirectiveNode, writing: Writing): void {
  const { code } = writing;
  const computed = arg && 'isStatic' in arg && !arg.isStatic ? partOf(arg, writing) : undefined;
  if (computed) code.expression(computed);
  const value = name === 'slot' ? undefined : partOf(exp, writing);
  if (!value) return;
  if (name === 'on') code.handler(value);
  else code.expression(value);
}

/** The range of an expression without the blanks around it; `undefined` where there is none. */
function partOf(node: ExpressionNode | undefined, { text, compiler }: Writing): CodeRange | undefined {
  if (node?.type !== compiler.NodeTypes.SIMPLE_EXPRESSION || node.content.trim() === '') return undefined;
  const range = withoutBrackets(rangeOf(node), text);
  return { ...range, decoded: node.content, quote: quoteBefore(range, text) };
}

/** Removes the brackets of a computed argument, `:[name]`, which the parser includes. */
function withoutBrackets({ start, end }: Range, text: string): Range {
  const isComputed = text[start] === '[' && /[:#@]$/.test(text.slice(0, start)) && text[end - 1] === ']';
  return isComputed ? { start: start + 1, end: end - 1 } : { start, end };
}

const plainAttribute = ({ props }: ElementNode, name: string, { NodeTypes }: Compiler) =>
  props.flatMap((prop) =>
    prop.type === NodeTypes.ATTRIBUTE && prop.name === name && prop.value ? [prop.value] : [],
  )[0];

const rangeOf = ({ loc }: { loc: { start: { offset: number }; end: { offset: number } } }): Range => ({
  start: loc.start.offset,
  end: loc.end.offset,
});

/** The range of an attribute's value without its quotes, which the parser includes. */
function valueRange(loc: { source: string; start: { offset: number }; end: { offset: number } }): Range {
  const quotes = /^["']/.test(loc.source) ? 1 : 0;
  return { start: loc.start.offset + quotes, end: loc.end.offset - quotes };
}

/** The quotes around the attribute's value that contains a range. */
function quoteBefore({ start }: Range, text: string): Copy['quote'] {
  const before = /(=\s*["']?)?\s*$/.exec(text.slice(Math.max(0, start - 200), start))?.[1];
  return before === undefined ? undefined : ((before.replace(/[=\s]/g, '') as Copy['quote']) ?? '');
}
