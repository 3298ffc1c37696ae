import type { Report, Site } from '../../codemods/report/report';
import type { GraftedPackage, PlacedReceiver } from './arrange';

/** What became of the receivers of one package. */
export interface Outcome {
  knowable: number;
  rewritten: number;
  /** Knowable ones that were left to a person: `lib/api.js:12 <what the report asks>`. */
  left: string[];
  open: number;
  /** Open or justified ones that are no question with one cause, and why. */
  unasked: string[];
  /** Receivers of a client that the report does not have at all. */
  missed: string[];
  /** Rewritten where it is not known to be a client, and files with bytes that no receiver explains. */
  wrong: string[];
  decoys: number;
  /** Decoys that were rewritten or got a line of their own. */
  touched: string[];
}

export const emptyOutcome = (): Outcome => ({
  knowable: 0,
  rewritten: 0,
  left: [],
  open: 0,
  unasked: [],
  missed: [],
  wrong: [],
  decoys: 0,
  touched: [],
});

/** Holds a report, and the bytes that a migration left, against what reading told of each receiver. */
export function judge(
  grafted: GraftedPackage,
  report: Pick<Report, 'sites'>,
  migrated: (file: string) => string,
): Outcome {
  const outcome = emptyOutcome();
  const siteOf = siteFinder(grafted, report);
  const rewritten: PlacedReceiver[] = [];
  for (const receiver of grafted.receivers) {
    const site = siteOf(receiver);
    judgeReceiver(receiver, site, outcome);
    if (site?.status === 'rewritten') rewritten.push(receiver);
  }
  for (const [file, text] of grafted.texts) {
    const expected = withRewrites(
      text,
      rewritten.filter((receiver) => receiver.file === file),
    );
    if (withoutNotes(migrated(file)) !== expected) outcome.wrong.push(`${file}: other bytes than expected`);
  }
  return outcome;
}

export function judgeReceiver(
  { published, verdict }: Pick<PlacedReceiver, 'published' | 'verdict'>,
  site: Site | undefined,
  outcome: Outcome,
): void {
  const isRewritten = site?.status === 'rewritten';
  if (verdict === 'decoy') {
    outcome.decoys++;
    if (site) outcome.touched.push(`${published} ${site.status}`);
    return;
  }
  if (verdict === 'knowable') outcome.knowable++;
  else outcome.open++;
  if (!site) outcome.missed.push(published);
  else if (verdict === 'knowable') {
    if (isRewritten) outcome.rewritten++;
    else outcome.left.push(`${published} ${site.reason}`);
  } else if (verdict === 'open') {
    if (isRewritten) outcome.wrong.push(`${published} rewritten, but open: ${site.because ?? 'no evidence'}`);
    else if (!site.cause) outcome.unasked.push(`${published} has no cause: ${site.reason}`);
  } else if (isRewritten) outcome.wrong.push(`${published} rewritten, but its arguments need a person`);
}

/** The site at a receiver's method, or at the call that it belongs to. */
function siteFinder({ texts }: GraftedPackage, report: Pick<Report, 'sites'>) {
  const sites = new Map<string, Site>(
    report.sites.map((site) => [`${site.file}:${site.line}:${site.column}`, site]),
  );
  const calls = new Map<string, Site>(
    report.sites.flatMap((site) =>
      (site.calls ?? []).map(({ line, column }) => [`${site.file}:${line}:${column}`, site] as const),
    ),
  );
  return ({ file, position }: PlacedReceiver): Site | undefined => {
    const text = texts.get(file) ?? '';
    // A funding's site is the key that is renamed.
    const end = text.startsWith('fund(', position) ? text.indexOf('reference:', position) : position;
    for (const at of [end, position]) {
      const line = text.slice(0, at).split('\n').length;
      const place = `${file}:${line}:${at - text.lastIndexOf('\n', at - 1)}`;
      const site = sites.get(place) ?? calls.get(place);
      if (site) return site;
    }
    return undefined;
  };
}

/** The reviewed spelling of what the graft puts in (`legacy-call.ts`). */
const spellings: readonly [legacy: string, reviewed: string][] = [
  ['freeze(', 'lock('],
  ['unfreeze(', 'unlock('],
  ['terminate(', 'lockAndRestrict('],
  ['updateLimits(', 'updateSecurity('],
];

const limits = [
  '{ daily: 100, monthly: 2000 }',
  '{ spending_limits: { daily_minor: 100, monthly_minor: 2000 } }',
];
const reference = ["reference: 'a'", "transaction_reference: 'a'"];

function withRewrites(text: string, rewritten: readonly PlacedReceiver[]): string {
  let result = text;
  for (const { position } of [...rewritten].sort((a, b) => b.position - a.position)) {
    const before = result.slice(0, position);
    const [legacy, reviewed] = spellings.find(([name]) => result.startsWith(name, position)) ?? ['', ''];
    let after = reviewed + result.slice(position + legacy.length);
    if (legacy === 'updateLimits(') after = after.replace(limits[0]!, limits[1]!);
    if (legacy === '') after = after.replace(reference[0]!, reference[1]!);
    result = before + after;
  }
  return result;
}

/** Without the TODO lines that a migration writes. */
const withoutNotes = (text: string): string =>
  text.replace(/^[ \t]*(\/\/|\{?\/\*) TODO\(zentra-codemods\).*\r?\n/gm, '');
