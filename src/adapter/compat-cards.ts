import { DeprecationReporter } from '../deprecations/deprecation-reporter.js';
import { Gateway } from '../gateway/client.js';
import type { ZentraCards } from './card-methods.js';
import { addressIn, environmentIn } from './client-address.js';
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
  const funding = new FundingCaller();
  const { cards } = new Gateway(withTheirHost(options), {
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

/** Unknown options that look like an address, or name another environment, must not leave the client with the live host. */
function withTheirHost(options: CompatOptions): CompatOptions {
  if (typeof options !== 'object' || options === null) return options;
  const environment = environmentIn(options, addressIn(options));
  return options.environment !== undefined || environment === undefined
    ? options
    : { ...options, environment };
}
