/** A legacy method of the namespace. */
export interface LegacyMethod {
  /** Id of its rule. */
  id: string;
  code: string;
  /** The legacy name: `freeze`. */
  legacy: string;
  /** `kept` if only the name changes; any other value if the arguments change, too. */
  arguments: string;
  /** The reviewed name. */
  reviewed: string;
}

/** A legacy parameter in the body of methods that keep their name. */
export interface LegacyParameter {
  id: string;
  code: string;
  methods: readonly string[];
  /** The legacy key, and the reviewed key that replaces it. */
  legacy: string;
  reviewed: string;
}

/** The HTTP routes that old code may request without the SDK. */
export interface LegacyRoutes {
  /** Domain of the vendor's hosts. */
  domain: string;
  /** Prefix of the legacy routes: `/v1`. */
  prefix: string;
  /** Prefix of the reviewed routes. */
  reviewedPrefix: string;
  /** The actions after an id in a route, each with advice. */
  actions: ReadonlyMap<string, string>;
}

/**
 * The description of a vendor's SDK for the resolver. This folder names no vendor: the tables and declarations come from
 * the migration's definition.
 */
export interface Sdk {
  /** The module that clients are imported from. */
  module: string;
  /** The module whose clients have both the legacy and the reviewed names. */
  replacement: string;
  /** The property of a client with the legacy methods: `cards`. */
  namespace: string;
  /** Name of a client's type, for advice. */
  clientType: string;
  /** Name, in the declarations below, of the interface that identifies the SDK's receivers. */
  namespaceType: string;
  /** Types of the two modules, so that neither has to be installed. */
  declarations: {
    /** Text of a `.d.ts` module, which the other text imports as `./sdk`. */
    esm: string;
    /** Types of the result of `require()`. */
    commonJs: string;
  };
  methods: readonly LegacyMethod[];
  parameters: readonly LegacyParameter[];
  /** Names of request options, which may follow a method's body. */
  callOptions: readonly string[];
  /** Keys of an object that only identifies the card of a call: `card_id`. */
  subjectKeys: readonly string[];
  /** Names that applications give a client in a framework's object: `app.payments`, `container.get('payments')`. */
  instanceName: RegExp;
  routes: LegacyRoutes;
  /** Texts that mention the SDK: `'PaymentsClient'` as the key of a container. */
  mention: RegExp;
}
