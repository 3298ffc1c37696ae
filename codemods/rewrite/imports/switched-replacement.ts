import ts from 'typescript';
import { moduleNamePattern } from '../../resolve/escapes';
import type { Replacement } from '../../resolve/replacement';
import { type Edit, inserted } from '../edits';
import type { SwitchTarget } from '../switch-target';

/**
 * The edits for a mock or an alias, so that it names the wrapper. A bundler's list of externals names both: the wrapper may load the SDK.
 */
export function switchedReplacement({ name, fake, kind }: Replacement, target: SwitchTarget): Edit[] {
  const { module, replacement } = target;
  const text = name.getText();
  const pattern = moduleNamePattern(module, 'g');
  if (kind === 'unknown') return [];
  const named = kind === 'alias' && fake ? stringsNaming(module, fake) : [];
  // An alias whose target is the module itself replaces nothing: it may stay, since the wrapper resolves by its own name.
  if (named.some((string) => !isModuleAlone(string.text, module))) return [];
  if (kind === 'list') return [inserted(name.getEnd(), `, ${text.replace(pattern, replacement)}`)];
  return [name, ...named].flatMap((node) =>
    Array.from(node.getText().matchAll(pattern), ({ index, 0: { length } }) => ({
      start: node.getStart() + index,
      end: node.getStart() + index + length,
      text: replacement,
    })),
  );
}

/** An external of a bundler that loads the module itself: `@vendor/sdk`, `commonjs @vendor/sdk`. */
const isModuleAlone = (text: string, module: string): boolean =>
  text === module || (/^[\w-]+ /.test(text) && text.slice(text.indexOf(' ') + 1) === module);

function stringsNaming(module: string, fake: ts.Expression): ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && node.text.includes(module)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(fake);
  return found;
}
