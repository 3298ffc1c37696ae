import { readUsage, type UsedSite } from '../report/usage-log';

/** A legacy use that the migrated code still made. */
export interface WarningLeft {
  code: string;
  /** Relative to the repository; absent where the caller is unknown. */
  file: string | undefined;
  line: number | undefined;
}

/** The distinct legacy uses of a run, from the wrapper's usage log (docs/runtime.md). Files are relative to the repository. */
export function legacyUses(log: string, folder: string): UsedSite[] {
  const { sites } = readUsage([{ name: 'the usage log of the rehearsal', lines: log.split('\n') }]);
  return sites.map((use) => ({
    ...use,
    file: use.file?.replace(/^file:\/\//, '').replace(`${folder}/`, '') ?? null,
  }));
}

/** One warning per code and line, even if several functions made the use. */
export function warningsOf(uses: readonly UsedSite[]): WarningLeft[] {
  const places = uses.map(({ code, file, line }): [string, WarningLeft] => [
    `${code} ${file}:${line}`,
    { code, file: file ?? undefined, line: file === null ? undefined : line },
  ]);
  return [...new Map(places).values()];
}
