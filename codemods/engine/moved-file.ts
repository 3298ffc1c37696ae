import { posix } from 'node:path';
import { isRelative } from '../resolve/modules';
import type { Sdk } from '../resolve/sdk';
import { parseUnit } from '../resolve/unit';
import type { Edit } from '../rewrite/edits';
import { allReferences } from '../rewrite/imports/module-references';
import { unitsOf } from './scan/units';

/** The edits that keep a file's relative imports correct after it moves to another folder. */
export function followedImports(file: string, movedTo: string, text: string, sdk: Sdk): Edit[] {
  const [from, to] = [posix.dirname(file), posix.dirname(movedTo)];
  if (from === to) return [];
  return unitsOf(file, text).flatMap((unit) => {
    const { source } = parseUnit(unit, sdk, true);
    return allReferences(source, unit.text.length)
      .filter(({ specifier }) => isRelative(specifier.text))
      .map(({ specifier }): Edit => {
        const path = posix.relative(to, posix.join(from, specifier.text));
        const text = path.startsWith('.') ? path : `./${path}`;
        return { start: specifier.getStart() + 1, end: specifier.getEnd() - 1, text };
      });
  });
}
