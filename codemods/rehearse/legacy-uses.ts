import { readUsage, type UsedSite } from '../report/usage-log';

/** An old use that the migrated code still made. */
export interface WarningLeft {
  code: string;
  /** Relative to the repository; absent where the caller is unknown. */
  file: string | undefined;
  line: number | undefined;
}

/** The old uses that a run made, each once, from the wrapper's usage log (docs/runtime.md). Files are relative to the repository. */
export function legacyUses(log: string, folder: string): UsedSite[] {
  const { sites } = readUsage([{ name: 'the usage log of the rehearsal', lines: log.split('\n') }]);
  return sites.map((use) => ({
    ...use,
    file: use.file?.replace(/^file:\/\//, '').replace(`${folder}/`, '') ?? null,
  }));
}

/** Where these stand: a place that was used by several functions is one. */
export function warningsOf(uses: readonly UsedSite[]): WarningLeft[] {
  const places = uses.map(({ code, file, line }): [string, WarningLeft] => [
    `${code} ${file}:${line}`,
    { code, file: file ?? undefined, line: file === null ? undefined : line },
  ]);
  return [...new Map(places).values()];
}
