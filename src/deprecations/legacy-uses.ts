import type { DeprecationCode } from '../contract/rules.js';
import { type CallSite, locationOf, unknownCallSite } from './call-site.js';
import { type Caller, callingFrame } from './caller.js';
import { callSiteOf } from './source-position.js';

/** All calls of one process from one place with one code. */
export interface LegacyUse {
  readonly code: DeprecationCode;
  readonly site: CallSite;
  /** Whether this use counts all places beyond the limit. */
  readonly overflow: boolean;
  readonly release: string | undefined;
  count: number;
  /** Milliseconds since the epoch. */
  readonly firstSeen: number;
  lastSeen: number;
  /** Whether the process has printed a warning about it. */
  warned: boolean;
}

type ByPosition = Map<number, LegacyUse>;

/** Maximum number of distinct places; a program that generates code could have any number. */
const limit = 10_000;

/**
 * Counts legacy calls by their place. For a known place, only the script's name and the offset in it are read; the source position is
 * resolved once.
 */
export class LegacyUses {
  readonly #limit: number;
  readonly #byCode = new Map<DeprecationCode, Map<string, ByPosition>>();
  /** By source position: a module that is loaded twice, or code from the same `eval`, is one place. */
  readonly #byLocation = new Map<string, LegacyUse>();
  readonly #overflow = new Map<DeprecationCode, LegacyUse>();
  #size = 0;

  constructor(maximum = limit) {
    this.#limit = maximum;
  }

  /**
   * Counts one call.
   *
   * @returns the use with its `count` increased; a count of 1 is a first call
   */
  count(code: DeprecationCode, caller: Caller, release: string | undefined): LegacyUse {
    const { frame, script, position } = placeOf(caller);
    const scripts = this.#scriptsOf(code);
    const known = scripts.get(script)?.get(position);
    const use = known ?? this.#first(scripts, code, frame, script, position, release);
    use.count++;
    use.lastSeen = Date.now();
    return use;
  }

  *[Symbol.iterator](): Generator<LegacyUse> {
    yield* this.#byLocation.values();
    yield* this.#overflow.values();
  }

  #scriptsOf(code: DeprecationCode): Map<string, ByPosition> {
    let scripts = this.#byCode.get(code);
    if (!scripts) {
      scripts = new Map();
      this.#byCode.set(code, scripts);
    }
    return scripts;
  }

  #first(
    scripts: Map<string, ByPosition>,
    code: DeprecationCode,
    frame: NodeJS.CallSite | undefined,
    script: string,
    position: number,
    release: string | undefined,
  ): LegacyUse {
    if (this.#size >= this.#limit) return this.#overflowOf(code, release);
    this.#size++;
    const site = siteOf(frame);
    const location = `${code} ${locationOf(site)}`;
    const use = this.#byLocation.get(location) ?? unused(code, site, false, release);
    this.#byLocation.set(location, use);
    let positions = scripts.get(script);
    if (!positions) {
      positions = new Map();
      scripts.set(script, positions);
    }
    positions.set(position, use);
    return use;
  }

  #overflowOf(code: DeprecationCode, release: string | undefined): LegacyUse {
    let use = this.#overflow.get(code);
    if (!use) {
      use = unused(code, unknownCallSite, true, release);
      this.#overflow.set(code, use);
    }
    return use;
  }
}

interface Place {
  frame: NodeJS.CallSite | undefined;
  script: string;
  position: number;
}

/** An unreadable frame must not fail the call: its place is then unknown. */
function placeOf(caller: Caller): Place {
  const calling = callingFrame(caller);
  if (!calling) return unknownPlace;
  try {
    // No spread: it would take as long as capturing a frame.
    return { frame: calling.frame, script: calling.script, position: positionOf(calling.frame) };
  } catch {
    return unknownPlace;
  }
}

const unknownPlace: Place = { frame: undefined, script: '', position: -1 };

/** The offset in the script; frames in Deno have only lines and columns. */
function positionOf(frame: NodeJS.CallSite): number {
  if (typeof frame.getPosition === 'function') return frame.getPosition();
  return (frame.getLineNumber() ?? 0) * longestRow + (frame.getColumnNumber() ?? 0);
}

/** More columns than any line has. */
const longestRow = 2 ** 24;

function siteOf(frame: NodeJS.CallSite | undefined): CallSite {
  try {
    return frame ? callSiteOf(frame) : unknownCallSite;
  } catch {
    return unknownCallSite;
  }
}

function unused(
  code: DeprecationCode,
  site: CallSite,
  overflow: boolean,
  release: string | undefined,
): LegacyUse {
  return { code, site, overflow, release, count: 0, firstSeen: Date.now(), lastSeen: 0, warned: false };
}
