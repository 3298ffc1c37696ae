import { escapable } from '../resolve/escapes';
import { firstTime, onceEach } from '../resolve/once-each';
import type { DecideOptions } from './decide';
import { kindOf } from './scan/file-facts';
import { isPage } from './scan/units';
import type { SiteDraft } from './site';

/**
 * The reason why a site keeps its legacy name because of a file that this run does not rewrite: a fake, because that file may call what it
 * has to catch; any other use, because that file appears to fake it. If one of them were renamed alone, a test that sent nothing would
 * send requests.
 */
export function createFakesOutside({
  migration: { sdk },
  scan,
  selected,
  analysis,
}: Pick<DecideOptions, 'migration' | 'scan' | 'selected' | 'analysis'>): (
  draft: SiteDraft,
) => string | undefined {
  const outside = firstTime(() =>
    scan.candidates
      .filter(({ file }) => !selected.has(file) && kindOf(file) === 'source' && !isPage(file))
      .filter(analysis.mayUseClient),
  );
  const legacyOf = new Map(sdk.methods.map(({ id, legacy }) => [id, legacy]));
  const first = onceEach((pattern: string) => {
    const matching = new RegExp(pattern);
    return outside().find(({ bytes }) => matching.test(bytes.toString('latin1')))?.file;
  });
  return ({ site: { rule }, rewrite: { role } }) => {
    const legacy = legacyOf.get(rule);
    if (legacy === undefined) return undefined;
    const file = first(role === 'fake' ? useOf(legacy) : fakeOf(legacy));
    if (file === undefined) return undefined;
    return role === 'fake'
      ? `${file} may call this method by its legacy name, is not among the files of this run, and a fake of the reviewed name alone does not catch that: migrate ${file} together with this file`
      : `${file} appears to fake this method by its legacy name, and is not among the files of this run, so that a renamed call would get past the fake: migrate ${file} together with this file`;
  };
}

/** Matches a name as a member, in a pattern or as a string; `Object.freeze` is the language's. */
const useOf = (name: string) => `(?<!\\bObject\\s*)[.{,['"\`]\\s*${escapable(name)}(?![\\w$])`;

/** Matches `spyOn(cards, 'name')`, `cards.name = …`, `cards['name'] = …`, `cards.name.mock…`, `mocked(cards.name)` and keys that are assigned. */
function fakeOf(name: string): string {
  const own = escapable(name);
  const member = `(?:\\.\\s*${own}(?![\\w$])|\\[\\s*['"\`]${own}['"\`]\\s*\\])`;
  return [
    `,\\s*['"\`]${own}['"\`]`,
    `${member}\\s*=(?![=>])`,
    `${member}\\s*\\)?\\s*\\.\\s*(?:mock|resolves|returns|callsFake)`,
    `\\bmocked\\s*\\([^)]*${member}`,
    `\\bassign\\s*\\([^;]*[{,]\\s*(?:async\\s+)?['"]?${own}['"]?\\s*[:(]`,
  ].join('|');
}
