import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { deprecations, methodRules } from '../../src/contract/index';

const root = join(import.meta.dirname, '../..');

/** `@deprecated` texts by member, as an editor shows them for `new Zentra(…).cards`. */
function deprecatedMembers(): Map<string, string> {
  const file = join(root, 'src/adapter/zentra.ts');
  const program = ts.createProgram([file], { strict: true, noEmit: true, types: [], skipLibCheck: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file)!;
  const zentra = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source)!)
    .find(({ name }) => name === 'Zentra')!;
  const cards = checker.getPropertyOfType(checker.getDeclaredTypeOfSymbol(zentra), 'cards')!;
  const members = checker.getPropertiesOfType(checker.getTypeOfSymbol(cards));
  return new Map(
    members.flatMap((member): [string, string][] => {
      const tag = member.getJsDocTags(checker).find(({ name }) => name === 'deprecated');
      return tag ? [[member.name, ts.displayPartsToString(tag.text)]] : [];
    }),
  );
}

describe('editors strike through', () => {
  const members = deprecatedMembers();

  it('the legacy methods and no other', () => {
    expect([...members.keys()].toSorted()).toEqual(methodRules.map(({ legacy }) => legacy).toSorted());
  });

  it.each(methodRules)('$legacy, naming its code and $reviewed', ({ code, legacy, reviewed }) => {
    expect(members.get(legacy)).toContain(`${code}: use \`cards.${reviewed}()\``);
    expect(deprecations[code].message).toContain(`use cards.${reviewed}()`);
  });
});
