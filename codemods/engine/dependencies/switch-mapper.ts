import { isPatternOf } from '../find-replacements';
import { type Member, membersOf } from './json-members';

/**
 * A package.json whose jest `moduleNameMapper` maps the replacement instead of the SDK's module. Everything else stays.
 *
 * @param text a package.json that parses to an object
 */
export function switchMapper(text: string, module: string, replacement: string): string {
  const jest = memberOf(text, text.indexOf('{'), 'jest');
  const mapper = jest && memberOf(text, jest.valueStart, 'moduleNameMapper');
  if (!mapper || text[mapper.valueStart] !== '{') return text;
  return membersOf(text, mapper.valueStart)
    .filter(({ key }) => isPatternOf(key, module))
    .reduceRight((result, { key, keyStart, keyEnd }) => {
      const switched = key.replaceAll('\\', '').replace(module, replacement);
      return result.slice(0, keyStart) + JSON.stringify(switched) + result.slice(keyEnd);
    }, text);
}

function memberOf(text: string, objectStart: number, key: string): Member | undefined {
  return text[objectStart] === '{'
    ? membersOf(text, objectStart).find((member) => member.key === key)
    : undefined;
}
