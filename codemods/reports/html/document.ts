import { createHash } from 'node:crypto';
import { PAGE_MARK } from '../../report/own-report';
import { escaped } from './escape';

/** The parts of a self-contained page. */
export interface Document {
  title: string;
  style: string;
  script: string;
  /** Lines of HTML. */
  body: readonly string[];
}

/** A page that loads nothing: its content security policy allows only its own style and script. */
export function documentOf({ title, style, script, body }: Document): string {
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    PAGE_MARK,
    '<link rel="icon" href="data:,">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    ...body,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
