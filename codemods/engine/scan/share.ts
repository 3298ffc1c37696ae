import { reader } from '../file-system/reader';
import { kindOf, lookIn, SIZE_OF_LOOK, textOfLook } from './look';
import { causeOf, type Sighting, sight } from './sighting';

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
  /** The look at each, as text. */
  looks: Uint8Array;
}

/** What a thread saw that has no place there, by the place of the file. */
export interface Seen {
  /** Of files that may have to change; each has a buffer of its own. */
  bytes: Map<number, Uint8Array<ArrayBuffer>>;
  /** Why files cannot be read. */
  errors: Map<number, string>;
}

/** Files that a thread takes at once: few enough for all to end at the same time. */
const AT_ONCE = 64;

const SIZE_OF_STATS = 4;

export function shareOut(root: string, files: readonly string[]): Share {
  const shared = (bytes: number) => new SharedArrayBuffer(bytes);
  return {
    root,
    files,
    next: new Int32Array(shared(Int32Array.BYTES_PER_ELEMENT)),
    stats: new Float64Array(shared(files.length * SIZE_OF_STATS * Float64Array.BYTES_PER_ELEMENT)),
    looks: new Uint8Array(shared(files.length * SIZE_OF_LOOK)),
  };
}

/** Looks at files until all are taken. */
export function takeShare(share: Share): Seen {
  const { root, files, next } = share;
  const note = noteIn(share);
  const read = reader();
  const seen: Seen = { bytes: new Map(), errors: new Map() };
  const take = () => Atomics.add(next, 0, AT_ONCE);
  for (let from = take(); from < files.length; from = take()) {
    for (let place = from; place < Math.min(from + AT_ONCE, files.length); place++) {
      const kind = kindOf(files[place]!);
      if (kind === 'other') continue;
      try {
        const sighting = sight(`${root}/${files[place]}`, kind, read);
        note(place, sighting);
        if (sighting.bytes) seen.bytes.set(place, sighting.bytes);
      } catch (error) {
        seen.errors.set(place, causeOf(error));
      }
    }
  }
  return seen;
}

function noteIn({ stats, looks }: Share): (place: number, sighting: Sighting) => void {
  const texts = Buffer.from(looks.buffer);
  return (place, { look, stats: { size, ino, mtimeMs, ctimeMs } }) => {
    const at = place * SIZE_OF_STATS;
    stats[at] = size;
    stats[at + 1] = ino;
    stats[at + 2] = mtimeMs;
    stats[at + 3] = ctimeMs;
    texts.write(textOfLook(look), place * SIZE_OF_LOOK, 'latin1');
  };
}

/**
 * What the threads saw, together, once all of them have ended.
 *
 * @returns by the place of a file, what reading it told; throws where it could not be read, with the cause as message
 */
export function sightings({ stats, looks }: Share, seen: readonly Seen[]): (place: number) => Sighting {
  const texts = Buffer.from(looks.buffer);
  const bytes = new Map(seen.flatMap((each) => [...each.bytes]));
  const errors = new Map(seen.flatMap((each) => [...each.errors]));
  return (place) => {
    const cause = errors.get(place);
    if (cause !== undefined) throw new Error(cause);
    const at = place * SIZE_OF_STATS;
    const content = bytes.get(place);
    return {
      look: lookIn(texts.toString('latin1', place * SIZE_OF_LOOK, (place + 1) * SIZE_OF_LOOK)),
      stats: { size: stats[at]!, ino: stats[at + 1]!, mtimeMs: stats[at + 2]!, ctimeMs: stats[at + 3]! },
      bytes: content && Buffer.from(content.buffer),
    };
  };
}
