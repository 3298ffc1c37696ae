/** A legacy method of the namespace. */
export interface LegacyMethod {
  /** Id of its rule. */
  id: string;
  code: string;
  /** The name that is migrated: `freeze`. */
  legacy: string;
  /** `kept` where the new name is the whole change; anything else where the arguments change, too. */
  arguments: string;
  /** What it becomes. */
  reviewed: string;
}

/** A legacy parameter in the body of methods that keep their name. */
export interface LegacyParameter {
  id: string;
  code: string;
  methods: readonly string[];
  /** The key that is migrated, and what it becomes. */
  legacy: string;
  reviewed: string;
}

/** The HTTP routes that old code may ask for by hand. */
export interface LegacyRoutes {
  /** Domain of the vendor's hosts. */
  domain: string;
  /** What legacy routes begin with: `/v1`. */
  prefix: string;
  /** What the reviewed routes begin with. */
  reviewedPrefix: string;
  /** What stands after an id, and what to do instead. */
  actions: ReadonlyMap<string, string>;
}

/**
 * All that resolving needs to know of a vendor's SDK. Nothing in this folder names one: the tables and declarations come from
 * the migration's definition.
 */
export interface Sdk {
  /** The module that clients are imported from. */
  module: string;
  /** The module whose clients speak both the legacy and the reviewed names. */
  replacement: string;
  /** The property of a client that holds the legacy methods: `cards`. */
  namespace: string;
  /** Name of a client's type, for advice. */
  clientType: string;
  /** Name, in the declarations below, of the interface whose members decide whether a receiver is the SDK's. */
  namespaceType: string;
  /** What the two modules export, so that neither has to be installed. */
  declarations: {
    /** Text of a `.d.ts` module, known to the other one as `./sdk`. */
    esm: string;
    /** What `require()` gives. */
    commonJs: string;
  };
  methods: readonly LegacyMethod[];
  parameters: readonly LegacyParameter[];
  /** Names of request options, which may follow a method's body. */
  callOptions: readonly string[];
  /** Keys of an object that says only what a call is about: `card_id`. */
  subjectKeys: readonly string[];
  /** What applications call a client where a framework carries it: `app.payments`, `container.get('payments')`. */
  instanceName: RegExp;
  routes: LegacyRoutes;
  /** A text that names the SDK: `'PaymentsClient'` as the key of a container. */
  mention: RegExp;
}
