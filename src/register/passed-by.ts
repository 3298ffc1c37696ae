import { ZentraError } from '../contract/errors.js';
import { deprecations } from '../contract/rules.js';
import { warnOnce } from '../gateway/process-warning.js';

const advice =
  'a test runner or a bundle has modules of its own, which zentra-compat/register does not reach: map @zentra/sdk to zentra-compat there (see docs/runtime.md#hosts of zentra-compat)';

/**
 * Says once that the SDK is used where the preload does not reach it.
 *
 * @param what was seen, as the start of a sentence
 * @returns the error to fail with, where the target is past the removal of the legacy calls: a check that is not made must not pass
 */
export function passedBy(what: string): ZentraError | undefined {
  warnOnce('ZENTRA_REGISTER_PASSED_BY', `${what}: ${advice}`);
  const target = process.env.ZENTRA_COMPAT_TARGET;
  if (!target || !isPastRemoval(target)) return undefined;
  return new ZentraError({
    code: 'not_wrapped',
    message: `${what}, and the target ${target} is past the removal of the legacy calls: ${advice}`,
  });
}

function isPastRemoval(target: string): boolean {
  const gte = require('semver/functions/gte') as typeof import('semver').gte;
  const valid = require('semver/functions/valid') as typeof import('semver').valid;
  const removals = Object.values(deprecations).map(({ removal }) => removal);
  // A target that is no version builds no client of ours either.
  return valid(target) === null || removals.some((removal) => gte(target, removal));
}
