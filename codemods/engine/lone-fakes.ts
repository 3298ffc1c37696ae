import { append } from '../resolve/append';
import type { Door } from '../resolve/verdict';
import type { SiteRole } from '../rewrite/site-role';

/** A use of a client, as far as fakes are concerned. */
export interface PlacedUse {
  site: { file: string; line: number; rule: string };
  rewrite: { role: SiteRole | undefined; outcome: { status: string }; doors: readonly Door[] };
}

/** The reason why a site keeps its legacy name because of a fake, if it does. */
export type LoneFakes = (rewrite: object) => string | undefined;

/**
 * A fake on a client is renamed together with the calls that it has to catch: under the reviewed name it lets a call of the legacy name
 * pass, and a test that sent nothing sends requests. So it stays where a call in its file, or the only calls elsewhere, may keep the
 * legacy name; and what its file calls by that name on the client stays with it. A fake whose client is not known is left to a person, and
 * with it the calls in files that it is loaded with.
 *
 * @param left sites that are not rewritten although they could be
 * @param mayLoad whether imports may lead from one file to another
 */
export function createLoneFakes(
  sites: readonly PlacedUse[],
  left: { has(rewrite: object): boolean },
  mayLoad: (file: string, other: string) => boolean,
): LoneFakes {
  const fakes = sites.filter(isFake);
  if (fakes.length === 0) return () => undefined;
  const calls = sites.filter((site) => !isFake(site));
  const reasons = new Map<object, string>();
  const isRenamed = ({ rewrite }: PlacedUse) =>
    rewrite.outcome.status === 'rewritten' && !left.has(rewrite) && !reasons.has(rewrite);
  // Calls that stay come first: a fake of their method stays with them.
  for (const fake of fakes.filter(isOpenFake)) {
    const own = fake.site.file;
    const areLoadedTogether = ({ site: { file } }: PlacedUse) =>
      file === own || mayLoad(own, file) || mayLoad(file, own);
    for (const call of calls) {
      if (!isRenamed(call) || !mayReach(call, fake) || !areLoadedTogether(call)) continue;
      reasons.set(
        call.rewrite,
        `${placeOf(fake)} may fake this method by its legacy name, and a renamed call would get past it: settle that place, then migrate again`,
      );
    }
  }
  const open = indexed(calls.filter((call) => !isRenamed(call)));
  const renamed = indexed(calls.filter(isRenamed));
  for (const fake of fakes.filter((each) => !isOpenFake(each))) {
    const inFile = open.inFileOf(fake);
    const elsewhere = renamed.onClientOf(fake) ? undefined : open.onClientOf(fake);
    const call = inFile ?? elsewhere;
    if (!call) continue;
    reasons.set(
      fake.rewrite,
      `${placeOf(call)} may call this method by its legacy name, and a fake of the reviewed name alone does not catch that: settle that place, then migrate again`,
    );
    for (const caught of renamed.allInFileOf(fake)) {
      reasons.set(
        caught.rewrite,
        `${placeOf(fake)} fakes this method, and keeps its legacy name because of ${placeOf(call)}: settle that place, then migrate again`,
      );
    }
  }
  return (rewrite) => reasons.get(rewrite);
}

/** Whether it is not known which client, or which method of it, a fake replaces. */
const isOpenFake = ({ rewrite: { role, outcome, doors } }: PlacedUse): boolean =>
  role === 'any-fake' || (outcome.status === 'review' && doors.length === 0);

const placeOf = ({ site: { file, line } }: PlacedUse) => `${file}:${line}`;

interface CallsBy {
  /** The first call of a fake's method on its client in the fake's file; a client of unknown origin may be any of them. */
  inFileOf(fake: PlacedUse): PlacedUse | undefined;
  /** All such calls. */
  allInFileOf(fake: PlacedUse): PlacedUse[];
  /** A call of a fake's method on its client, in any file. */
  onClientOf(fake: PlacedUse): PlacedUse | undefined;
}

function indexed(calls: readonly PlacedUse[]): CallsBy {
  const byFile = new Map<string, PlacedUse[]>();
  const byDoor = new Map<string, PlacedUse>();
  for (const call of calls) {
    append(byFile, call.site.file, call);
    for (const door of call.rewrite.doors) {
      const key = `${methodOf(call)} ${keyOf(door)}`;
      if (!byDoor.has(key)) byDoor.set(key, call);
    }
  }
  const allInFileOf: CallsBy['allInFileOf'] = (fake) =>
    (byFile.get(fake.site.file) ?? []).filter((call) => mayReach(call, fake));
  return {
    allInFileOf,
    inFileOf: (fake) => allInFileOf(fake)[0],
    onClientOf: ({ site: { rule }, rewrite: { doors } }) =>
      doors
        .flatMap((door) => [`${rule} ${keyOf(door)}`, `${ANY} ${keyOf(door)}`])
        .map((key) => byDoor.get(key))
        .find((call) => call !== undefined),
  };
}

const ANY = '*';
const isFake = ({ rewrite: { role } }: PlacedUse) => role === 'fake' || role === 'any-fake';
const methodOf = ({ rewrite: { role }, site }: PlacedUse) =>
  role === 'any-call' || role === 'any-fake' ? ANY : site.rule;
const keyOf = ({ file, start }: Door) => `${file}:${start}`;

function mayReach(call: PlacedUse, fake: PlacedUse): boolean {
  const [called, faked] = [methodOf(call), methodOf(fake)];
  if (called !== ANY && faked !== ANY && called !== faked) return false;
  const [ofCall, ofFake] = [call.rewrite.doors, fake.rewrite.doors].map((doors) => doors.map(keyOf)) as [
    string[],
    string[],
  ];
  return ofCall.length === 0 || ofFake.length === 0 || ofCall.some((door) => ofFake.includes(door));
}
