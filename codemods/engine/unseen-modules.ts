import type { BlindSpot } from '../report/report';
import { append } from '../resolve/append';
import { detached } from '../resolve/detached';
import type { Occurrence } from '../resolve/occurrences';
import type { FileText } from './site';

/** An apparent legacy use of an export of a module out of sight. */
export interface UnseenUse {
  /** The specifier as it is imported. */
  module: string;
  file: string;
  line: number;
  /** The text of the use, for a person to recognise. */
  text: string;
}

export function unseenUseOf({ file, lines }: FileText, occurrence: Occurrence): UnseenUse {
  const { source } = occurrence;
  const node = occurrence.kind === 'funding' ? occurrence.call.expression : occurrence.name.parent;
  const shown = node.getText(source).replace(/\s+/g, ' ');
  return {
    module: detached(occurrence.verdict.module ?? 'a module'),
    file,
    line: lines.positionOf((occurrence.kind === 'named' ? occurrence.name : node).getStart(source)).line,
    text: detached(shown.length > 60 ? `${shown.slice(0, 57)}…` : shown),
  };
}

/**
 * One blind spot for each pair of a package of the repository and an unseen module that it imports.
 *
 * @param packageOf the package that a file belongs to
 */
export function blindSpotsOfUnseen(
  uses: readonly UnseenUse[],
  packageOf: (file: string) => object,
): BlindSpot[] {
  const groups = new Map<object, Map<string, UnseenUse[]>>();
  for (const use of uses) {
    const owner = packageOf(use.file);
    const byModule = groups.get(owner) ?? new Map<string, UnseenUse[]>();
    append(byModule, use.module, use);
    groups.set(owner, byModule);
  }
  return [...groups.values()].flatMap((byModule) => [...byModule.values()].map(blindSpotOf));
}

function blindSpotOf(uses: readonly UnseenUse[]): BlindSpot {
  const [{ module, file, line, text }] = uses as [UnseenUse, ...UnseenUse[]];
  const more = uses.length > 1 ? `, and ${uses.length - 1} more` : '';
  return {
    kind: 'unseen-module',
    file,
    line,
    reason: `${module} is not in sight, and what it hands out is used as if it were the SDK's: ${text}${more}. Say where the import leads (paths of tsconfig.json, package.json), give its value the SDK's type, or name it with --assume-client, then migrate again; a package of your own is migrated where it is written`,
    uses: uses.length,
  };
}
