import { DeprecationReporter } from '../deprecations/deprecation-reporter.js';
import { Gateway } from '../gateway/client.js';
import type { ZentraCards } from './card-methods.js';
import { addressIn } from './client-address.js';
import type { CompatOptions } from './compat-options.js';
import { FundingCaller } from './funding-caller.js';
import { legacyCards } from './legacy-cards.js';

/**
 * `cards` of one client: own, enumerable functions that do not use `this`, so that a detached, bound, destructured or spread
 * method works like the method itself.
 *
 * @throws {ZentraValidationError} an option that is missing or wrong; `field` is its name.
 */
export function compatCards(options: CompatOptions): ZentraCards {
  // An unknown option that looks like an address must not leave the client with the live host.
  if (typeof options === 'object' && options !== null) addressIn(options);
  const funding = new FundingCaller();
  const { cards } = new Gateway(options, {
    onDeprecated: (code) => reporter.report(code, funding.current!),
  });
  const reporter = new DeprecationReporter(options);
  // The caller states the type of the answers, as for the reviewed methods.
  return {
    ...cards,
    fund: funding.of('fund', cards),
    jitFund: funding.of('jitFund', cards),
    ...legacyCards(cards, reporter, options),
  } as unknown as ZentraCards;
}
