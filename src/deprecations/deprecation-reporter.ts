import { type DeprecationCode, deprecations } from '../contract/rules.js';
import { tell } from '../gateway/process-warning.js';
import { unhindered } from '../gateway/unhindered.js';
import { version } from '../gateway/version.js';
import { locationOf } from './call-site.js';
import type { Caller } from './caller.js';
import { publish } from './deprecation-channel.js';
import { ZentraDeprecationError } from './deprecation-error.js';
import type { DeprecationEvent } from './deprecation-event.js';
import {
  checkedDeprecationOptions,
  type DeprecationOptions,
  type DeprecationSwitch,
} from './deprecation-options.js';
import type { LegacyUse } from './legacy-uses.js';
import { processLedger, type UsageLedger } from './usage-ledger.js';

type Handler = (event: DeprecationEvent) => unknown;

/** Uses that each handler was called for: a program with a client per request passes the same handler to each. */
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
   * Counts and announces one legacy call, whatever its switch. An error while doing so does not stop the call.
   *
   * @throws {ZentraDeprecationError} the call must not be made: its code is switched to `throw`, the target version has removed it, or
   *   Node runs with `--throw-deprecation`.
   */
  report(code: DeprecationCode, caller: Caller): void {
    const action = this.#actions.get(code) ?? this.#decide(code);
    const { uses, log } = this.#ledger();
    const use = uses.count(code, caller, this.#options.release);
    const refuse =
      action === 'warn'
        ? process.throwDeprecation === true && process.noDeprecation !== true
        : action !== 'silent';

    if (log) unhindered(() => log.counted(use));
    publish(() => eventOf(use, refuse));
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
    tell('onDeprecation', 'ZENTRA_DEPRECATION_HANDLER_FAILED', () => onDeprecation(eventOf(use, refused)));
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

function warn(use: LegacyUse, { entry }: Caller): unknown {
  use.warned = true;
  const { message } = deprecations[use.code];
  // The program may have replaced `emitWarning` by a function whose promise rejects.
  return process.emitWarning(`${message}, at ${locationOf(use.site)}`, {
    type: 'DeprecationWarning',
    code: use.code,
    detail: `More: npx zentra-codemods explain ${use.code}`,
    // With it, --trace-deprecation starts at the caller.
    ctor: entry,
  });
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
