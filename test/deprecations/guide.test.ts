import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deprecations } from '../../src/contract/index';

/** Each paragraph on one line, wherever its lines are broken. */
const page = (file: string) =>
  readFileSync(join(import.meta.dirname, '../../docs', file), 'utf8').replace(
    /(?<=[^\n|])\n(?=[a-z`(*])(?!\*\*)/g,
    ' ',
  );

/** Text below each heading of the second level. */
const sections = new Map(
  page('deprecations.md')
    .split(/^## /m)
    .slice(1)
    .map((text): [string, string] => [text.slice(0, text.indexOf('\n')), text]),
);

describe('the deprecation guide', () => {
  it('has a section for each code of the table, in its order, and no other', () => {
    expect([...sections.keys()]).toEqual(Object.keys(deprecations));
  });

  it.each(Object.values(deprecations))(
    '$code: cause, solution and codemod, as in the table',
    (deprecation) => {
      const { code, message, rule, url } = deprecation;
      const text = sections.get(code) ?? '';
      expect(url).toBe(`docs/deprecations.md#${code.toLowerCase()}`);
      expect(text.replaceAll('`', '').toLowerCase()).toContain(message.toLowerCase());
      expect(text.match(/^\*\*(Cause|Solution|Codemod)\.\*\*/gm)).toEqual([
        '**Cause.**',
        '**Solution.**',
        '**Codemod.**',
      ]);
      const codemod = text.slice(text.indexOf('**Codemod.**')).replace(/\s+/g, ' ');
      expect(codemod).toContain(
        rule ? `\`${rule}\`: \`npx zentra-codemods migrate --rule ${rule}\`` : 'None:',
      );
    },
  );

  it('says since when and until when, as the table does', () => {
    const [lead] = page('deprecations.md').split(/^## /m);
    for (const { since, removal } of Object.values(deprecations)) {
      expect(lead).toContain(`warns from version ${since} on and throws from ${removal} on`);
    }
  });
});
