import { callingFrame } from '../deprecations/caller.js';
import { isOfSdk } from './sdk-package.js';

// biome-ignore lint/complexity/noBannedTypes: any function on the stack
type Callable = Function;

/**
 * Whether code of the SDK called a function that is on the stack, or nobody knows who did. A test that sets `cards` of a client sets a
 * double, which must stay.
 */
export function isCalledBySdk(entry: Callable): boolean {
  const calling = callingFrame({ entry, holder: undefined });
  return calling === undefined || isOfSdk(calling.script);
}
