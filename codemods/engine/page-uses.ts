import type { BlindSpot } from '../report/report';
import type { Sdk } from '../resolve/sdk';
import { lineTable } from '../rewrite/lines';
import { importsModule } from './imports-module';
import { UNREAD_FILE } from './scan/left-out';
import type { Candidate } from './scan/scan';
import { useOf } from './scan/tokens';
import { unitsOf } from './scan/units';

/** A use in code that an MDX page runs rather than shows: in its imports, exports, and expressions in braces. */
export interface PageUse {
  file: string;
  /** Offset of the legacy name, or of the import, in the file's text. */
  offset: number;
  line: number;
}

const STATEMENT = /^(?:import|export)\b[^\r\n]*/gm;
const INLINE_CODE = /(`+)(?!`)[^\r\n]*?[^`]\1(?!`)/g;
const COMMENT = /<!--[\s\S]*?-->|\{\s*\/\*[\s\S]*?\*\/\s*\}/g;

/**
 * Imports of the SDK and legacy uses that run when an MDX page is shown. They are not migrated, as only a page's fences are parsed.
 *
 * @param path absolute path of the candidate
 */
export function pageUses({ file, bytes }: Candidate, path: string, sdk: Sdk): PageUse[] {
  if (!file.endsWith('.mdx')) return [];
  const text = bytes.toString('utf8');
  const fences = unitsOf(path, text);

  const blank = (match: string) => match.replace(/[^\r\n]/g, ' ');
  const run = text.replace(INLINE_CODE, blank).replace(COMMENT, blank);
  const isShown = (offset: number) => fences.some((unit) => unit.text[offset] !== ' ');
  const imports = Array.from(run.matchAll(STATEMENT)).filter(
    ({ 0: statement }) => importsModule(statement, sdk.module) || importsModule(statement, sdk.replacement),
  );
  const uses = Array.from(run.matchAll(useOf(sdk, 'g')), ({ index, 0: match, 1: name }) => {
    return index + match.length - name!.length;
  });
  const lines = lineTable(text);
  return [...imports.map(({ index }) => index), ...uses]
    .filter((offset) => !isShown(offset))
    .map((offset) => ({ file, offset, line: lines.positionOf(offset).line }));
}

export function blindSpotOfPage({ file, line }: PageUse): BlindSpot {
  const reason = `${file} runs code beside its fences that may use the SDK (an import, or an expression in braces), which is not read: take it into a module of its own, or look through it by hand`;
  return { kind: UNREAD_FILE, file, line, reason };
}
