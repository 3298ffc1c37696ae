import { ZentraError } from '../contract/errors.js';
import type { Deprecation, DeprecationCode } from '../contract/rules.js';

/**
 * A legacy call that was refused before anything was sent: `deprecated_call_removed` if the target version no longer has it, or
 * `deprecated_call_refused` if `deprecations` is set to `throw` or Node runs with `--throw-deprecation`.
 */
export class ZentraDeprecationError extends ZentraError {
  /** The deprecation's code; `code` gives the reason for the refusal. */
  readonly deprecation: DeprecationCode;

  constructor(
    deprecation: Deprecation,
    code: 'deprecated_call_removed' | 'deprecated_call_refused',
    why: string,
    location: string,
  ) {
    super({
      code,
      message: `${deprecation.message} (${deprecation.code}; ${why}), at ${location}`,
      details: { deprecation: deprecation.code, url: deprecation.url },
    });
    this.deprecation = deprecation.code;
  }
}

Object.defineProperty(ZentraDeprecationError.prototype, 'name', {
  value: 'ZentraDeprecationError',
  configurable: true,
  writable: true,
});
