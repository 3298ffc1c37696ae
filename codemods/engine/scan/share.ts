import { kindOf } from './look';
import { reader } from './reader';
import { type Sighting, sight } from './sighting';

/**
 * The files of a root, shared out among threads: each takes the next few until none are left, and notes what it saw in memory that
 * all of them have.
 */
export interface Share {
  root: string;
  files: readonly string[];
  /** Place of the first file that no thread has taken yet. */
  next: Int32Array;
  /** Size, inode, and times of the last edit and the last change of each file. */
  stats: Float64Array;
  /** 43 characters of each. */
  digests: Uint8Array;
  flags: Uint8Array;
}

/** What a thread saw that is no number, by the place of the file. */
export interface Seen {
  /** Of files that may have to change; each has a buffer of its own. */
  bytes: Map<number, Uint8Array<ArrayBuffer>>;
  /** The system's codes for files that cannot be read. */
  errors: Map<number, string>;
}

/** Files that a thread takes at once: few enough for all to end at the same time. */
const AT_ONCE = 64;

const SIZE_OF_STATS = 4;
const SIZE_OF_DIGEST = 43;
const MENTIONS_SDK = 1;
const MAY_HOLD_SITES = 2;

export function shareOut(root: string, files: readonly string[]): Share {
  const shared = (bytes: number) => new SharedArrayBuffer(bytes);
  return {
    root,
    files,
    next: new Int32Array(shared(Int32Array.BYTES_PER_ELEMENT)),
    stats: new Float64Array(shared(files.length * SIZE_OF_STATS * Float64Array.BYTES_PER_ELEMENT)),
    digests: new Uint8Array(shared(files.length * SIZE_OF_DIGEST)),
    flags: new Uint8Array(shared(files.length)),
  };
}

/** Looks at files until all are taken. */
export function takeShare(share: Share): Seen {
  const { root, files, next } = share;
  const note = noteIn(share);
  const read = reader();
  const seen: Seen = { bytes: new Map(), errors: new Map() };
  for (let from = Atomics.add(next, 0, AT_ONCE); from < files.length; from = Atomics.add(next, 0, AT_ONCE)) {
    for (let place = from; place < Math.min(from + AT_ONCE, files.length); place++) {
      const kind = kindOf(files[place]!);
      if (kind === 'other') continue;
      try {
        const sighting = sight(`${root}/${files[place]}`, kind, read);
        note(place, sighting);
        if (sighting.bytes) seen.bytes.set(place, sighting.bytes);
      } catch (error) {
        seen.errors.set(place, (error as NodeJS.ErrnoException).code!);
      }
    }
  }
  return seen;
}

function noteIn({ stats, digests, flags }: Share): (place: number, sighting: Sighting) => void {
  const texts = Buffer.from(digests.buffer);
  return (place, { look, stats: { size, ino, mtimeMs, ctimeMs } }) => {
    const at = place * SIZE_OF_STATS;
    stats[at] = size;
    stats[at + 1] = ino;
    stats[at + 2] = mtimeMs;
    stats[at + 3] = ctimeMs;
    texts.write(look.digest, place * SIZE_OF_DIGEST, 'latin1');
    flags[place] = (look.mentionsSdk ? MENTIONS_SDK : 0) | (look.mayHoldSites ? MAY_HOLD_SITES : 0);
  };
}

/**
 * What the threads saw, together, once all of them have ended.
 *
 * @returns by the place of a file, what reading it told; throws the system's error where it could not be read
 */
export function sightings(
  { stats, digests, flags }: Share,
  seen: readonly Seen[],
): (place: number) => Sighting {
  const texts = Buffer.from(digests.buffer);
  const bytes = new Map(seen.flatMap((each) => [...each.bytes]));
  const errors = new Map(seen.flatMap((each) => [...each.errors]));
  return (place) => {
    const code = errors.get(place);
    if (code !== undefined) throw Object.assign(new Error(code), { code });
    const at = place * SIZE_OF_STATS;
    const content = bytes.get(place);
    return {
      look: {
        digest: texts.toString('latin1', place * SIZE_OF_DIGEST, (place + 1) * SIZE_OF_DIGEST),
        mentionsSdk: (flags[place]! & MENTIONS_SDK) !== 0,
        mayHoldSites: (flags[place]! & MAY_HOLD_SITES) !== 0,
      },
      stats: { size: stats[at]!, ino: stats[at + 1]!, mtimeMs: stats[at + 2]!, ctimeMs: stats[at + 3]! },
      bytes: content && Buffer.from(content.buffer),
    };
  };
}
