/** An old use that the migrated code still made. */
export interface WarningLeft {
  code: string;
  /** Relative to the repository; absent where the caller is unknown. */
  file: string | undefined;
  line: number | undefined;
}

/** The places of a usage log of the wrapper (docs/runtime.md), each once: a place has a line for every time that its count doubles. */
export function warningsLeft(log: string, folder: string): WarningLeft[] {
  const places = new Map<string, WarningLeft>();
  for (const text of log.split('\n').filter(Boolean)) {
    const { code, file, line } = JSON.parse(text) as WarningLeft;
    const shown = file?.replace(/^file:\/\//, '').replace(`${folder}/`, '');
    places.set(`${code} ${shown}:${line}`, { code, file: shown, line });
  }
  return [...places.values()];
}
