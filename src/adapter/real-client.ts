import { ZentraValidationError } from '../contract/errors.js';
import { rehearsedSdkArgument } from '../gateway/rehearsal.js';
import { type CompatOptions, optionsOfSdk } from './compat-options.js';
import { isProbed } from './probed-names.js';
import { clientClassOf, installedSdk } from './real-sdk.js';
import { joinErrorsOf } from './sdk-errors.js';

type Client = { readonly [member: PropertyKey]: unknown };

/** The real SDK's client behind one of ours, built when one of its members is first used. */
export class RealClient {
  readonly #options: CompatOptions & { sdk?: unknown };
  #built: { client: Client | undefined } | undefined;

  constructor(options: CompatOptions & { sdk?: unknown }) {
    this.#options = options;
    joinErrorsOf(options?.sdk);
  }

  /**
   * The client, to read one of its members (or, without a key, to list them all). Reading a probed name does not build it, and only reading
   * a namespace may throw.
   *
   * @returns `undefined` without a real SDK
   * @throws errors of the SDK while it loads and builds; `ZentraValidationError` if `sdk` is not an SDK
   */
  for(key?: PropertyKey): Client | undefined {
    if (this.#built) return this.#built.client;
    if (key !== undefined && isProbed(key)) return undefined;
    if (typeof key === 'string') return this.#build();
    try {
      return this.#build();
    } catch {
      return undefined;
    }
  }

  #build(): Client | undefined {
    const { sdk = installedSdk(), secretKey } = this.#options;
    joinErrorsOf(sdk);
    const RealClass = clientClassOf(sdk, secretKey === undefined ? 'apiKey' : 'secretKey');
    if (!RealClass && this.#options.sdk !== undefined) {
      throw new ZentraValidationError({
        message: 'Option sdk has no client class: pass the module or the class of the real SDK',
        field: 'sdk',
      });
    }
    this.#built = {
      client: RealClass && new RealClass(rehearsedSdkArgument(optionsOfSdk(this.#options)) as object),
    };
    return this.#built.client;
  }
}
