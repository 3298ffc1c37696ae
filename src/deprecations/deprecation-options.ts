import { ZentraValidationError } from '../contract/errors.js';
import { type DeprecationCode, deprecations } from '../contract/rules.js';
import type { DeprecationEvent } from './deprecation-event.js';

/** Effect of a legacy call with a code: warn once per call site (the default), stay silent, or throw. */
export type DeprecationSwitch = 'warn' | 'silent' | 'throw';

export interface DeprecationOptions {
  /**
   * Called once per code and call site, in addition to the process warning; not for `silent` codes. If it throws or rejects, a process
   * warning reports the error, and the call continues: refuse calls with `deprecations`.
   */
  onDeprecation?: ((event: DeprecationEvent) => unknown) | undefined;
  /** A switch per code. Every call is counted and published, whatever its switch. */
  deprecations?: { [Code in DeprecationCode]?: DeprecationSwitch | undefined } | undefined;
  /** Behave like this version of zentra-compat; by default `ZENTRA_COMPAT_TARGET`, else the installed version. Semver. */
  target?: string | undefined;
  /** Release of the program, for the usage log and the events; by default `ZENTRA_COMPAT_RELEASE`. */
  release?: string | undefined;
}

const switches: readonly unknown[] = ['warn', 'silent', 'throw'] satisfies DeprecationSwitch[];

/**
 * Checks the options and adds the environment's defaults.
 *
 * @throws {ZentraValidationError} `field` is the option, or the environment variable.
 */
export function checkedDeprecationOptions(options: DeprecationOptions): DeprecationOptions {
  const { onDeprecation, release = process.env.ZENTRA_COMPAT_RELEASE } = options;
  if (onDeprecation !== undefined && typeof onDeprecation !== 'function') {
    throw refused('onDeprecation', 'must be a function');
  }
  if (release !== undefined && typeof release !== 'string') throw refused('release', 'must be a string');
  return {
    onDeprecation,
    release: release || undefined,
    deprecations: checkedSwitches(options.deprecations),
    target: checkedTarget(options.target, 'target') ?? checkedTarget(process.env.ZENTRA_COMPAT_TARGET),
  };
}

function checkedSwitches(given: DeprecationOptions['deprecations']): DeprecationOptions['deprecations'] {
  if (given === undefined) return undefined;
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw refused('deprecations', "must be an object such as { ZENTRA_DEP0003: 'throw' }");
  }
  for (const [code, action] of Object.entries(given)) {
    if (!Object.hasOwn(deprecations, code)) {
      const known = Object.keys(deprecations).join(', ');
      throw refused(`deprecations.${code}`, `is no deprecation code: write one of ${known}`);
    }
    if (action !== undefined && !switches.includes(action)) {
      throw refused(`deprecations.${code}`, "must be 'warn', 'silent' or 'throw'");
    }
  }
  return { ...given };
}

function checkedTarget(target: unknown, name = 'ZENTRA_COMPAT_TARGET'): string | undefined {
  if (target === undefined || target === '') return undefined;
  const valid = require('semver/functions/valid') as typeof import('semver').valid;
  const version = typeof target === 'string' ? valid(target) : null;
  if (version === null) throw refused(name, 'must be a version such as "2.0.0"');
  return version;
}

function refused(field: string, why: string): ZentraValidationError {
  const kind = field.startsWith('ZENTRA_') ? 'Environment variable' : 'Option';
  return new ZentraValidationError({ message: `${kind} ${field} ${why}`, field });
}
