import ts from 'typescript';
import { patternOf, type Replacement } from '../../resolve/replacements';
import { type Edit, inserted } from '../edits';
import type { SwitchTarget } from '../switch-target';

/** A replacement that names the wrapper. A list of what a bundler leaves alone names both: the wrapper may load the SDK. */
export function switchedReplacement({ name, fake, kind }: Replacement, target: SwitchTarget): Edit[] {
  const { module, replacement } = target;
  const text = name.getText();
  if (kind === 'unknown') return [];
  const named = kind === 'alias' && fake ? stringsNaming(module, fake) : [];
  // An alias that leads into the module itself replaces nothing: the replacement is to be found by its own name.
  if (named.some((string) => !isModuleAlone(string.text, module))) return [];
  if (kind === 'list') return [inserted(name.getEnd(), `, ${text.replace(patternOf(module), replacement)}`)];
  return [name, ...named].flatMap((node) =>
    Array.from(node.getText().matchAll(patternOf(module)), ({ index, 0: { length } }) => ({
      start: node.getStart() + index,
      end: node.getStart() + index + length,
      text: replacement,
    })),
  );
}

/** `@vendor/sdk`, `commonjs @vendor/sdk`: what an external of a bundler is loaded by. */
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
