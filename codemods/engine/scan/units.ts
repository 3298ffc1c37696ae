import type { Unit } from '../../resolve/unit';
import { fencesIn } from './fences';

const SCRIPT = /\.[cm]?[jt]sx?$/;
const COMPONENT = /\.(?:vue|svelte|astro)$/;
const PAGE = /\.mdx?$/;
/** Reached only by what a person named. */
const WITHOUT_EXTENSION = /(?:^|\/)[^./]+$/;

/** What the compiler can read of a file. `file` is an absolute path; offsets in each unit are the file's own. */
export function unitsOf(file: string, text: string): Unit[] {
  if (SCRIPT.test(file)) return [{ file, name: file, text, kind: 'script' }];
  if (WITHOUT_EXTENSION.test(file))
    return [{ file, name: `${file}.${languageOfScript(text)}`, text, kind: 'script' }];
  if (COMPONENT.test(file)) return componentUnits(file, text);
  return PAGE.test(file) ? pageUnits(file, text) : [];
}

/** By what runs it. */
const languageOfScript = (text: string): string =>
  /^#!.*\b(?:bun|deno|tsx|ts-node)\b/.test(text) ? 'ts' : 'js';

interface Span {
  start: number;
  end: number;
}

/** All scripts of a component share one scope, so they are one unit. */
function componentUnits(file: string, text: string): Unit[] {
  const scripts = scriptsIn(text);
  const frontmatter = file.endsWith('.astro') ? frontmatterOf(text) : undefined;
  const spans = [...(frontmatter ? [frontmatter] : []), ...scripts];
  if (spans.length === 0) return [];
  const language = frontmatter ? 'ts' : (scripts.find((script) => script.language)?.language ?? 'js');
  return [{ file, name: `${file}.${language}`, text: onlySpans(text, spans), kind: 'component' }];
}

const SCRIPT_ELEMENT = /<script\b((?:"[^"]*"|'[^']*'|[^'">])*)>([\s\S]*?)<\/script\s*>/gi;
const COMMENT = /<!--[\s\S]*?-->/g;
const SCRIPT_TYPES = /^(?:module|(?:text|application)\/(?:java|ecma|type)script|ts|js)$/i;

function scriptsIn(text: string): (Span & { language: string | undefined })[] {
  const markup = text.replace(COMMENT, blank);
  return [...markup.matchAll(SCRIPT_ELEMENT)].flatMap((match) => {
    const [whole, attributes = '', body = ''] = match;
    const type = attribute(attributes, 'type');
    if (attributes.trimEnd().endsWith('/') || (type && !SCRIPT_TYPES.test(type))) return [];
    const start = match.index + whole.indexOf('>', '<script'.length + attributes.length) + 1;
    return [
      { start, end: start + body.length, language: languageNamed(attribute(attributes, 'lang') ?? type) },
    ];
  });
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

function frontmatterOf(text: string): Span | undefined {
  const match = /^\uFEFF?\s*---[ \t]*\r?\n([\s\S]*?)^---/m.exec(text);
  if (match?.index !== 0) return undefined;
  const start = match[0].indexOf(match[1]!, match[0].indexOf('---') + 3);
  return { start, end: start + match[1]!.length };
}

/** Each fence of a page is a program of its own. */
function pageUnits(file: string, text: string): Unit[] {
  return fencesIn(text).flatMap((fence, index): Unit[] => {
    const language = languageNamed(fence.language);
    if (!language) return [];
    return [
      { file, name: `${file}.${index}.${language}`, text: onlySpans(text, fence.lines), kind: 'fence' },
    ];
  });
}

const LANGUAGES: Readonly<Record<string, string>> = {
  js: 'js',
  jsx: 'jsx',
  javascript: 'js',
  mjs: 'mjs',
  cjs: 'cjs',
  module: 'js',
  ts: 'ts',
  tsx: 'tsx',
  typescript: 'ts',
  mts: 'mts',
  cts: 'cts',
};

function languageNamed(name: string | undefined): string | undefined {
  return name === undefined
    ? undefined
    : LANGUAGES[name.toLowerCase().replace(/^(?:text|application)\//, '')];
}

/** The text with everything outside the spans blank, line breaks kept. */
function onlySpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    result += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return result + blank(text.slice(at));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
