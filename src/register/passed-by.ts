import { ZentraError } from '../contract/errors.js';
import { deprecations } from '../contract/rules.js';
import { warnOnce } from '../gateway/process-warning.js';

const advice =
  'a test runner or a bundle has modules of its own, which zentra-compat/register does not reach: map @zentra/sdk to zentra-compat there (see docs/runtime.md#hosts of zentra-compat)';

/**
 * Warns once that the SDK is used where the preload does not reach it.
 *
 * @param what the observation, as the start of a sentence
 * @returns an error to fail with, if the target version has removed the legacy calls: calls that were not checked must not pass
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
  // With an invalid target, our client cannot be built either.
  return valid(target) === null || removals.some((removal) => gte(target, removal));
}
