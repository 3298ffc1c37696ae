import { patternOf, type Replacement } from '../../resolve/replacements';
import { type Edit, inserted } from '../edits';
import type { SwitchTarget } from '../switch-target';

/** A replacement that names the wrapper. A list of what a bundler leaves alone names both: the wrapper may load the SDK. */
export function switchedReplacement({ name, kind }: Replacement, target: SwitchTarget): Edit[] {
  const { module, replacement } = target;
  const text = name.getText();
  if (kind === 'unknown') return [];
  if (kind === 'list') return [inserted(name.getEnd(), `, ${text.replace(patternOf(module), replacement)}`)];
  const start = name.getStart();
  return Array.from(text.matchAll(patternOf(module)), ({ index, 0: { length } }) => ({
    start: start + index,
    end: start + index + length,
    text: replacement,
  }));
}
