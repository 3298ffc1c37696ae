import { append } from '../resolve/append';
import type { Door } from '../resolve/verdict';
import { isOfAnyMethod, type SiteRole } from '../rewrite/site-role';

/** A use of a client, as far as fakes are concerned. */
export interface PlacedUse {
  site: { file: string; line: number; rule: string };
  rewrite: { role: SiteRole | undefined; outcome: { status: string }; doors: readonly Door[] };
}

/** The reason why a site keeps its legacy name because of a fake, if it does. */
export type LoneFakes = (rewrite: object) => string | undefined;

/**
 * A fake on a client is renamed together with the calls that it has to catch: under the reviewed name it lets a call of the legacy name
 * pass, and under the legacy name one of the reviewed name, so that a test that sent nothing sends requests. So it stays where a call that
 * it is loaded with, or all calls on its client, may keep the legacy name. And with a fake that stays, also because it is left to a person,
 * stay the calls that it is loaded with: those on its client, or on any where its client is not known.
 *
 * @param left sites that are not rewritten although they could be
 * @param mayLoadBoth whether one program may load two files
 */
export function createLoneFakes(
  sites: readonly PlacedUse[],
  left: { has(rewrite: object): boolean },
  mayLoadBoth: (file: string, other: string) => boolean,
): LoneFakes {
  const fakes = sites.filter(isFake);
  if (fakes.length === 0) return () => undefined;
  const calls = sites.filter((site) => !isFake(site));
  const all = callsBy(calls);
  const reasons = new Map<object, string>();
  const isRenamed = ({ rewrite }: PlacedUse) =>
    rewrite.outcome.status === 'rewritten' && !left.has(rewrite) && !reasons.has(rewrite);
  const areLoadedTogether = ({ site: { file } }: PlacedUse, { site: { file: other } }: PlacedUse) =>
    file === other || mayLoadBoth(file, other);

  /** The first call that a fake would not catch under the reviewed name. */
  const uncaughtBy = (fake: PlacedUse, open: CallsBy): PlacedUse | undefined => {
    const onClient = open.onClientOf(fake);
    const isAlone = onClient.length > 0 && onClient.length === all.onClientOf(fake).length;
    const [ownFile] = open.inFileOf(fake);
    return (
      ownFile ??
      onClient.find((call) => isAlone || areLoadedTogether(fake, call)) ??
      open.onAnyClient(fake).find((call) => areLoadedTogether(fake, call))
    );
  };

  const keepCallsOf = (fake: PlacedUse, reason: string): void => {
    for (const call of all.caughtBy(fake))
      if (isRenamed(call) && areLoadedTogether(fake, call)) reasons.set(call.rewrite, reason);
  };

  // A call that waits may make another fake wait.
  for (let before = -1; before < reasons.size; ) {
    before = reasons.size;
    const open = callsBy(calls.filter((call) => !isRenamed(call)));
    for (const fake of fakes) {
      if (!isRenamed(fake)) {
        keepCallsOf(fake, fakedBy(fake));
        continue;
      }
      const call = uncaughtBy(fake, open);
      if (!call) continue;
      reasons.set(fake.rewrite, uncaught(call));
      keepCallsOf(fake, fakedBecauseOf(fake, call));
    }
  }
  return (rewrite) => reasons.get(rewrite);
}

const uncaught = (call: PlacedUse) =>
  `${placeOf(call)} may call this method by its legacy name, and a fake of the reviewed name alone does not catch that: settle that place, then migrate again`;

const fakedBecauseOf = (fake: PlacedUse, call: PlacedUse) =>
  `${placeOf(fake)} fakes this method, and keeps its legacy name because of ${placeOf(call)}: settle that place, then migrate again`;

const fakedBy = (fake: PlacedUse) =>
  `${placeOf(fake)} ${isOpenFake(fake) ? 'may fake' : 'fakes'} this method by its legacy name, and a renamed call would get past it: settle that place, then migrate again`;

/** Whether it is not known which client, or which method of it, a fake replaces. */
const isOpenFake = ({ rewrite: { role, doors } }: PlacedUse): boolean =>
  role === 'any-fake' || doors.length === 0;

const placeOf = ({ site: { file, line } }: PlacedUse) => `${file}:${line}`;

interface CallsBy {
  /** The calls that may be of a fake's method on its client, in the fake's file; a client of unknown origin may be any of them. */
  inFileOf(fake: PlacedUse): readonly PlacedUse[];
  /** The calls of a fake's method on its client, in all files. */
  onClientOf(fake: PlacedUse): readonly PlacedUse[];
  /** One call of a fake's method in each file where it is not known on which client it is. */
  onAnyClient(fake: PlacedUse): readonly PlacedUse[];
  /** The calls that a fake may catch: in its file, and on its client, or any that it may be of. */
  caughtBy(fake: PlacedUse): readonly PlacedUse[];
}

function callsBy(calls: readonly PlacedUse[]): CallsBy {
  const byFile = new Map<string, PlacedUse[]>();
  const byDoor = new Map<string, PlacedUse[]>();
  const placeless = new Map<string, PlacedUse>();
  for (const call of calls) {
    append(byFile, call.site.file, call);
    if (call.rewrite.doors.length === 0 && methodOf(call) !== ANY)
      placeless.set(`${methodOf(call)} ${call.site.file}`, call);
    for (const door of call.rewrite.doors) append(byDoor, `${methodOf(call)} ${keyOf(door)}`, call);
  }
  const reaching = (candidates: readonly PlacedUse[], fake: PlacedUse) =>
    candidates.filter((call) => mayReach(call, fake));
  const inFileOf: CallsBy['inFileOf'] = (fake) => reaching(byFile.get(fake.site.file) ?? [], fake);
  const onClientOf: CallsBy['onClientOf'] = ({ site: { rule }, rewrite: { doors } }) =>
    doors
      .flatMap((door) => [`${rule} ${keyOf(door)}`, `${ANY} ${keyOf(door)}`])
      .flatMap((key) => byDoor.get(key) ?? []);
  return {
    inFileOf,
    onClientOf,
    onAnyClient: (fake) => [...placeless.values()].filter((call) => methodOf(call) === methodOf(fake)),
    caughtBy: (fake) => (isOpenFake(fake) ? reaching(calls, fake) : [...inFileOf(fake), ...onClientOf(fake)]),
  };
}

const ANY = '*';
const isFake = ({ rewrite: { role } }: PlacedUse) => role === 'fake' || role === 'any-fake';
const methodOf = ({ rewrite: { role }, site }: PlacedUse) => (isOfAnyMethod(role) ? ANY : site.rule);
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
