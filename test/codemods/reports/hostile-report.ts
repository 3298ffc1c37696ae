// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hostile on purpose
import type { Report } from '../../../codemods/report/report';
import { aReport, aRewrittenSite, aSite } from './sample-report';

/** What names and code may hold that a format, a terminal or a reader would obey. */
export const hostileTexts: readonly string[] = [
  '<script>window.pwned = true</script>',
  '</script><img src=x onerror="window.pwned = true">',
  '"><svg onload=window.pwned=true>',
  `it's "quoted" \`back\` \\slash`,
  'with  spaces and\ttab',
  'two\nlines\r\nthree\u2028four',
  '\u202egnp.exe\u202c \u2066isolated\u2069',
  '\u001b[2J\u001b]0;title\u0007\u009b31m',
  'nul\u0000 zero\u200bwidth \ufeffmark',
  'מבחן/اختبار.ts',
  '--><!-- ]]> {{x}} ${y} %s %00',
  'lone \ud800 surrogate',
  '&amp; &lt;b&gt;',
];

export function hostileReport(text: string): Report {
  const site = aSite({ file: `src/${text}.ts`, before: text, reason: text, notes: [text], function: text });
  const rewritten = aRewrittenSite({
    file: `lib/${text}.ts`,
    before: text,
    after: `${text}!`,
    rule: text,
    code: text,
  });
  return aReport([site, rewritten], {
    tool: { name: text, version: text },
    root: text,
    files: [{ file: text, status: 'failed', error: text }],
    advice: [{ file: text, line: 1, column: 1, note: text }],
    unseen: [
      {
        code: text,
        file: text,
        line: 1,
        column: 1,
        function: text,
        count: 1,
        firstSeen: '2026-10-01T00:00:00.000Z',
        lastSeen: '2026-10-01T00:00:00.000Z',
        releases: [text],
      },
    ],
  });
}
