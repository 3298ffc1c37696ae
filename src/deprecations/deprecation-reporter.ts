import { type Channel, channel } from 'node:diagnostics_channel';
import { type DeprecationCode, deprecations } from '../contract/rules.js';
import { version } from '../gateway/version.js';
import { locationOf } from './call-site.js';
import type { Caller } from './caller.js';
import { ZentraDeprecationError } from './deprecation-error.js';
import type { DeprecationEvent } from './deprecation-event.js';
import {
  checkedDeprecationOptions,
  type DeprecationOptions,
  type DeprecationSwitch,
} from './deprecation-options.js';
import type { LegacyUse } from './legacy-uses.js';
import { warnOnce } from './process-warning.js';
import { processLedger, type UsageLedger } from './usage-ledger.js';

/** Publishes every legacy call, whatever the switches say. */
const everyCall: Channel = channel('zentra-compat:deprecation');

type Handler = (event: DeprecationEvent) => unknown;

/** Of which uses a handler has heard: a program with a client per request gives the same handler to each. */
const heard = new WeakMap<Handler, WeakSet<LegacyUse>>();

/** Reports the legacy calls of one client. */
export class DeprecationReporter {
  readonly #options: DeprecationOptions;
  readonly #ledger: () => UsageLedger;
  readonly #heard: WeakSet<LegacyUse>;
  readonly #actions = new Map<DeprecationCode, DeprecationSwitch | 'removed'>();

  /** @throws {ZentraValidationError} an option that is wrong; `field` is its name. */
  constructor(options: DeprecationOptions, ledger: () => UsageLedger = processLedger) {
    this.#options = checkedDeprecationOptions(options);
    this.#ledger = ledger;
    this.#heard = heardBy(this.#options.onDeprecation);
  }

  /**
   * Counts and announces one legacy call.
   *
   * @throws {ZentraDeprecationError} the call must not be made: its code is switched to `throw`, the target version is past
   *   its removal, or Node runs with `--throw-deprecation`.
   */
  report(code: DeprecationCode, caller: Caller): void {
    const { uses, log } = this.#ledger();
    const action = this.#actions.get(code) ?? this.#decide(code);
    const use = uses.count(code, caller, this.#options.release);
    const refuse =
      action === 'warn'
        ? process.throwDeprecation === true && process.noDeprecation !== true
        : action !== 'silent';

    if (log) unhindered(() => log.counted(use));
    if (everyCall.hasSubscribers) unhindered(() => everyCall.publish(eventOf(use, refuse)));
    if (action === 'warn' && !use.warned) unhindered(() => warn(use, caller));
    if (action !== 'silent') this.#tell(use, refuse);
    if (refuse) throw this.#refusal(use, action);
  }

  #decide(code: DeprecationCode): DeprecationSwitch | 'removed' {
    const gte = require('semver/functions/gte') as typeof import('semver').gte;
    const removed = gte(this.#options.target ?? version, deprecations[code].removal);
    const action = removed ? 'removed' : (this.#options.deprecations?.[code] ?? 'warn');
    this.#actions.set(code, action);
    return action;
  }

  #tell(use: LegacyUse, refused: boolean): void {
    const { onDeprecation } = this.#options;
    if (!onDeprecation || this.#heard.has(use)) return;
    this.#heard.add(use);
    try {
      Promise.resolve(onDeprecation(eventOf(use, refused))).catch(handlerFailed);
    } catch (error) {
      unhindered(() => handlerFailed(error));
    }
  }

  #refusal(use: LegacyUse, action: DeprecationSwitch | 'removed'): ZentraDeprecationError {
    const { removal } = deprecations[use.code];
    const location = locationOf(use.site);
    if (action === 'removed') {
      const why = `removed in ${removal}, and the target is ${this.#options.target ?? version}`;
      return new ZentraDeprecationError(deprecations[use.code], 'deprecated_call_removed', why, location);
    }
    const why = action === 'throw' ? 'deprecations says throw' : '--throw-deprecation';
    return new ZentraDeprecationError(deprecations[use.code], 'deprecated_call_refused', why, location);
  }
}

function heardBy(handler: Handler | undefined): WeakSet<LegacyUse> {
  if (!handler) return new WeakSet();
  let uses = heard.get(handler);
  if (!uses) {
    uses = new WeakSet();
    heard.set(handler, uses);
  }
  return uses;
}

/** Bookkeeping that fails keeps no call from going out. */
function unhindered(work: () => void): void {
  try {
    work();
  } catch {
    // A program may have replaced what this needs, such as `process.emitWarning`; there is nobody left to tell.
  }
}

function warn(use: LegacyUse, { entry }: Caller): void {
  use.warned = true;
  const { message, url } = deprecations[use.code];
  process.emitWarning(`${message}, at ${locationOf(use.site)}`, {
    type: 'DeprecationWarning',
    code: use.code,
    detail: `See ${url} of zentra-compat`,
    // --trace-deprecation then starts at the caller.
    ctor: entry,
  });
}

function handlerFailed(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  warnOnce('ZENTRA_DEPRECATION_HANDLER_FAILED', `onDeprecation failed (${why}); the call was not affected`);
}

function eventOf(use: LegacyUse, refused: boolean): DeprecationEvent {
  const { message, rule, since, removal, url } = deprecations[use.code];
  return {
    ...use.site,
    code: use.code,
    rule,
    message,
    location: locationOf(use.site),
    count: use.count,
    since,
    removal,
    url,
    outcome: refused ? 'refused' : 'sent',
    release: use.release,
  };
}
