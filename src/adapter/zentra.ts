import { inspect } from 'node:util';
import { ZentraError } from '../contract/errors.js';
import type { ZentraCards } from './card-methods.js';
import { isClientLike } from './client-like.js';
import { compatCards } from './compat-cards.js';
import type { CompatOptions } from './compat-options.js';
import { overCards } from './over-cards.js';
import { overlay } from './overlay.js';
import { isProbed } from './probed-names.js';
import { RealClient } from './real-client.js';
import { ofZentraCompat, sdkName } from './real-sdk.js';
import { mergedOptions } from './wrap-zentra.js';
import { rememberOptions } from './wrapped-options.js';

export interface ZentraOptions extends CompatOptions {
  /** Module or class of the real SDK, for namespaces other than `cards`; by default the installed one. */
  sdk?: unknown;
  /** Options of the real SDK, which gets all options that are not only ours. */
  [option: string]: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: the real SDK's types are its own, and an old program must compile unchanged
type PassThrough = any;

/**
 * Drop-in client for programs written for `@zentra/sdk`: `cards` is the reviewed card gateway with the legacy names in addition;
 * every other member is the real SDK's, which is loaded at the first use of such a member.
 *
 * @see contract, sections 1 to 3
 */
export class Zentra {
  // Not by its name: a bundler gives a class that names itself another one, and the program would see it.
  /** `new Zentra.Client({ apiKey })`: the same class. */
  static readonly Client: typeof Zentra = this;
  static readonly Zentra: typeof Zentra = this;
  /** @internal */
  static readonly [ofZentraCompat] = true;

  readonly cards: ZentraCards;

  [namespace: string]: PassThrough;

  /**
   * @throws {ZentraValidationError} an option that is missing or wrong: `field` is its name; `wrong_environment` where
   *   `environment` or `baseUrl` contradicts the key's prefix. A member of the real SDK throws `sdk_missing` where there is
   *   none.
   */
  constructor(options: ZentraOptions) {
    const real = new RealClient(options);
    this.cards = overCards(compatCards(options), (key) => real.for(key)?.cards);
    const client = overlay<Zentra>({
      own: this,
      isOwn: (own, key) => key in own,
      real: (key) => real.for(key),
      missing: (key) => {
        if (typeof key === 'string' && !isProbed(key)) throw missingSdk(key);
        return undefined;
      },
      // The SDK's clients can make further clients, such as by `withOptions()`.
      returned: (result, [given]) =>
        isClientLike(result) ? clientOver(result, mergedOptions(options, given)) : result,
    });
    rememberOptions(client, options);
    // biome-ignore lint/correctness/noConstructorReturn: members of the real SDK are not known in advance
    return client;
  }

  /** Shows neither options nor keys. */
  toJSON(): object {
    return {};
  }

  [inspect.custom](): string {
    return `${this.constructor.name} { cards }`;
  }
}

function clientOver(client: object, options: CompatOptions): Zentra {
  return new Zentra({ ...options, sdk: making(client) });
}

/** An SDK class that always returns an existing client. */
function making(client: object): unknown {
  // Not an arrow function: it is called with `new`.
  return function made() {
    return client;
  };
}

function missingSdk(namespace: string): ZentraError {
  return new ZentraError({
    code: 'sdk_missing',
    message: `zentra-compat itself has only cards; ${namespace} comes from ${sdkName}, which is not installed: install it, or pass it as the option sdk`,
    field: namespace,
  });
}
