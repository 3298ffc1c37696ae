import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../codemods/report/compare';
import { formats } from '../../../codemods/reports/render';
import { reportErrors } from '../report/published-schema';
import { hostileReport, hostileTexts } from './hostile-report';
import { sarifErrors } from './official-sarif-schema';
import { render } from './rendered';
import { aReport, aSite } from './sample-report';

const rendered = (text: string, format: (typeof formats)[number]): string => {
  const report = hostileReport(text);
  return render(report, format, {
    codeowners: () => [text],
    since: compare(aReport([aSite({ file: text })]), report),
    invocation: { selection: [text] },
    base: text,
  });
};

describe('hostile names and code', () => {
  describe.each(formats)('in the %s format', (format) => {
    it.each(hostileTexts)('%j holds no character that is obeyed instead of read', (text) => {
      const output = rendered(text, format);
      expect(output.replace(/[\n\t]/g, '').match(/[\p{Cc}\p{Cf}\u2028\u2029]/gu)).toBeNull();
      expect(Buffer.from(output).toString()).toBe(output);
    });
  });

  it.each(hostileTexts)('%j comes back from JSON as it was, and valid', (text) => {
    const report = JSON.parse(rendered(text, 'json'));
    expect(reportErrors(report)).toEqual([]);
    expect(report.sites[0].file).toBe(`src/${text}.ts`);
    expect(report.sites[0].before).toBe(text);
  });

  it.each(hostileTexts)('%j stays on its line of a coloured terminal', (text) => {
    const output = render(hostileReport(text), 'terminal', { color: true });
    expect(stripVTControlCharacters(output)).not.toContain('\u001b');
    const place = stripVTControlCharacters(output)
      .split('\n')
      .filter((line) => /^ {4}src\/.*:12:9$/.test(line));
    expect(place).toHaveLength(1);
  });

  it.each(hostileTexts.filter((text) => /[<>"']/.test(text)))('%j is text in HTML, never markup', (text) => {
    const output = rendered(text, 'html');
    // Ours, and the numbers that the filters go by.
    expect(output.match(/<script\b/g)).toHaveLength(2);
    expect(output).toMatch(/<script type="application\/json" id="site-data">[{}[\]",:\w-]*<\/script>/);
    expect(output).not.toMatch(/<(?:svg on|img)/);
    expect(output).not.toMatch(/\son\w+="/);
  });

  it.each(hostileTexts)('%j makes a SARIF location that decodes to the file', (text) => {
    const log = JSON.parse(render(hostileReport(text), 'sarif'));
    expect(sarifErrors(log)).toEqual([]);
    const { results } = log.runs[0];
    const uri: string = results[1].locations[0].physicalLocation.artifactLocation.uri;
    expect(uri).toMatch(/^src\/[\w.!~*'()%/-]+$/);
    expect(decodeURIComponent(uri)).toBe(Buffer.from(`src/${text}.ts`).toString());
  });

  it('of any kind is text in Markdown, one line in a terminal, and no element in HTML', () => {
    // Diff lines, their changed words, breaks in paths, and code in prose come with the text; nothing else may.
    const elements = (html: string) =>
      html.match(/<(?!\/?(?:code|b|bdi|ins|del|span|wbr)\b)[a-z!/]/gi)?.length;
    const expected = elements(render(hostileReport('x'), 'html'));
    const kinds = (node: { type: string; children?: unknown[] }): string[] => [
      node.type,
      ...(node.children ?? []).flatMap((child) => kinds(child as typeof node)),
    ];
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(fc.constantFrom(...'<>"\'`|*_[]()!#@&;-+\\~\n\t {}:/.w1x'), { maxLength: 40 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(any, (text) => {
        // Without a text there is nothing to mark up.
        const report = hostileReport(text || 'x');
        expect(elements(render(report, 'html'))).toBe(expected);
        const tree = fromMarkdown(render(report, 'md')) as never;
        expect(kinds(tree).filter((kind) => /^(link|image|definition)/.test(kind))).toEqual([]);
        expect(kinds(tree).filter((kind) => kind === 'html')).toHaveLength(2);
        expect(render(report, 'terminal').match(/:12:9\n/g)).toHaveLength(1);
      }),
    );
  });
});
