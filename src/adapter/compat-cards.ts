import { DeprecationReporter } from '../deprecations/deprecation-reporter.js';
import { Gateway } from '../gateway/client.js';
import type { ZentraCards } from './card-methods.js';
import { addressIn } from './client-address.js';
import type { CompatOptions } from './compat-options.js';
import { FundingCaller } from './funding-caller.js';
import { legacyCards } from './legacy-cards.js';

/**
 * `cards` of one client: own, enumerable functions that need no `this`, so that a detached, bound, destructured or spread
 * method does what the method itself does.
 *
 * @throws {ZentraValidationError} an option that is missing or wrong; `field` is its name.
 */
export function compatCards(options: CompatOptions): ZentraCards {
  // What looks like an address and is none of our options must not leave the client with the live host.
  if (typeof options === 'object' && options !== null) addressIn(options);
  const funding = new FundingCaller();
  const { cards } = new Gateway(options, {
    onDeprecated: (code) => reporter.report(code, funding.current!),
  });
  const reporter = new DeprecationReporter(options);
  // What the legacy methods answer is what the caller knows it to be, as for the reviewed ones.
  return {
    ...cards,
    fund: funding.of('fund', cards),
    jitFund: funding.of('jitFund', cards),
    ...legacyCards(cards, reporter, options),
  } as unknown as ZentraCards;
}
