import type { Analysis } from './analyse';
import type { FileChange, MigrateOptions } from './options';
import type { Scan } from './scan/scan';

export function planChanges(
  _root: string,
  scan: Scan,
  analysis: Analysis,
  options: MigrateOptions,
): FileChange[] {
  const migrated = new Set(
    analysis.files
      .filter(({ sites }) => sites.some(({ status }) => status === 'rewritten'))
      .map(({ file }) => scan.packages.of(file)),
  );
  return analysis.files.flatMap((analysed) => {
    const owner = scan.packages.of(analysed.file);
    const switches = options.client !== 'keep' && (options.client === 'zentra-compat' || migrated.has(owner));
    const after = Buffer.from(analysed.rewritten.text(switches), 'utf8');
    const { file, candidate } = analysed;
    return after.equals(candidate.bytes) ? [] : [{ file, before: candidate.bytes, after }];
  });
}
