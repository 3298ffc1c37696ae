import type { Range, Template } from '../../resolve/template';
import type { Unit } from '../../resolve/unit';
import type { Component, ReadTemplate, Script } from '../templates/component';
import { fencesIn } from './fences';

const SCRIPT = /\.[cm]?[jt]sx?$/;
/** Only files that a person named are read without an extension. */
const WITHOUT_EXTENSION = /(?:^|\/)[^./]+$/;

export const isComponent = (file: string): boolean => /\.(?:vue|svelte|astro)$/.test(file);
export const isPage = (file: string): boolean => /\.mdx?$/.test(file);

/**
 * The parts of a file that the compiler can read. Offsets in a unit are offsets in the file.
 *
 * @param file absolute path
 * @param readTemplate reads the expressions of a component's template, where they matter
 */
export function unitsOf(file: string, text: string, readTemplate: ReadTemplate = () => undefined): Unit[] {
  if (SCRIPT.test(file)) return [{ file, name: file, text, kind: 'script' }];
  if (WITHOUT_EXTENSION.test(file))
    return [{ file, name: `${file}.${languageOfScript(text)}`, text, kind: 'script' }];
  if (isComponent(file)) return componentUnits(file, text, readTemplate);
  return isPage(file) ? pageUnits(file, text) : [];
}

/** The language of a script without an extension, by the interpreter in its first line. */
const languageOfScript = (text: string): string =>
  /^#!.*\b(?:bun|deno|tsx|ts-node)\b/.test(text) ? 'ts' : 'js';

/** The scripts of a Vue or Svelte component are one unit, since they share one scope with its template. */
function componentUnits(file: string, text: string, readTemplate: ReadTemplate): Unit[] {
  if (file.endsWith('.astro')) return astroUnits(file, text, readTemplate);
  const scripts = scriptsIn(text);
  const language = scripts.find((script) => script.language)?.language ?? 'js';
  const component = { file, text, language: isTyped(language) ? 'ts' : 'js', scripts } as const;
  return componentUnit(`${file}.${language}`, component, readTemplate(component));
}

/** The frontmatter of an Astro component runs on the server, with its template; each script is a module of its own for the browser. */
function astroUnits(file: string, text: string, readTemplate: ReadTemplate): Unit[] {
  const frontmatter = frontmatterOf(text);
  const scripts = frontmatter ? [{ ...frontmatter, attributes: '' }] : [];
  const component = { file, text, language: 'ts', scripts } as const;
  const ofBrowser = scriptsIn(text).filter(({ start }) => !frontmatter || start >= frontmatter.end);
  return [
    ...componentUnit(`${file}.ts`, component, readTemplate(component)),
    ...ofBrowser.map(
      (script, index): Unit => ({
        file,
        name: `${file}.${index}.${script.language ?? 'ts'}`,
        text: onlySpans(text, [script]),
        kind: 'component',
      }),
    ),
  ];
}

function componentUnit(
  name: string,
  { file, text, scripts }: Component,
  template: Template | undefined,
): Unit[] {
  if (scripts.length === 0 && !template) return [];
  const copied = (template?.copies ?? []).map(({ start, width }) => ({ start, end: start + width }));
  return [
    {
      file,
      name,
      text: onlySpans(text, [...scripts, ...copied]),
      kind: 'component',
      ...(template && { template }),
    },
  ];
}

const isTyped = (language: string) => /^[cm]?tsx?$/.test(language);

const SCRIPT_ELEMENT = /<script\b((?:"[^"]*"|'[^']*'|[^'">])*)>([\s\S]*?)<\/script\s*>/gi;
const COMMENT = /<!--[\s\S]*?-->/g;
const SCRIPT_TYPES = /^(?:module|(?:text|application)\/(?:java|ecma|type)script|ts|js)$/i;

function scriptsIn(text: string): (Script & { language: string | undefined })[] {
  const markup = text.replace(COMMENT, blank);
  return [...markup.matchAll(SCRIPT_ELEMENT)].flatMap((match) => {
    const [whole, attributes = '', body = ''] = match;
    const type = attribute(attributes, 'type');
    if (attributes.trimEnd().endsWith('/') || (type && !SCRIPT_TYPES.test(type))) return [];
    const start = match.index + whole.indexOf('>', '<script'.length + attributes.length) + 1;
    const language = languageNamed(attribute(attributes, 'lang') ?? type);
    return [{ start, end: start + body.length, attributes, language }];
  });
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

function frontmatterOf(text: string): Range | undefined {
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
      {
        file,
        name: `${file}.${index}.${language}`,
        text: onlySpans(text, fence.lines),
        page: text,
        kind: 'fence',
      },
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

/** The text with blanks for everything outside the spans except line breaks. */
function onlySpans(text: string, spans: readonly Range[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    result += blank(text.slice(at, start)) + text.slice(Math.max(at, start), end);
    at = end;
  }
  return result + blank(text.slice(at));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
