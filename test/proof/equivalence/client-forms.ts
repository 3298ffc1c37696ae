export interface Surroundings {
  /** Whether the source has import and export statements (ESM, and TypeScript for either module system). */
  statements: boolean;
  /** Whether the file runs as an ES module. */
  esm: boolean;
  typescript: boolean;
  specifier: string;
}

/** How the class comes into a file: statements at its top, and the expression that is the class. */
export interface Access {
  head: string;
  zentra: string;
}

const require_ = (pattern: string, { specifier }: Surroundings) =>
  `const ${pattern} = require('${specifier}');`;
const import_ = (clause: string, { specifier }: Surroundings) => `import ${clause} from '${specifier}';`;

const named = (at: Surroundings): Access => ({
  head: at.statements ? import_('{ Zentra }', at) : require_('{ Zentra }', at),
  zentra: 'Zentra',
});
const standard = (at: Surroundings): Access => ({
  head: at.statements ? import_('Zentra', at) : require_('Zentra', at),
  zentra: 'Zentra',
});

/** A use of a name that only the SDK has: it stays with the SDK, or the form is left as it is. */
const genuine = (module: string, { specifier, typescript }: Surroundings) =>
  specifier === '@zentra/sdk'
    ? `if (${typescript ? `(${module} as any)` : module}.verifySignature('s') !== 'genuine s') throw new Error('forged');`
    : '';

const lines = (...texts: string[]) => texts.filter(Boolean).join('\n');

export const accesses = {
  named,
  renamed: (at) =>
    at.statements
      ? { head: import_('{ Zentra as Gateway }', at), zentra: 'Gateway' }
      : { head: require_('{ Zentra: Gateway }', at), zentra: 'Gateway' },
  default: standard,
  client: (at) => ({ ...standard(at), zentra: 'Zentra.Client' }),
  namedClient: (at) =>
    at.statements
      ? { head: import_('{ Client }', at), zentra: 'Client' }
      : { head: require_('{ Client }', at), zentra: 'Client' },
  namespace: (at) =>
    at.statements
      ? { head: import_('* as sdk', at), zentra: 'sdk.Zentra' }
      : { head: require_('sdk', at), zentra: 'sdk.Zentra' },
  namedDefault: (at) =>
    at.statements
      ? { head: import_('{ default as Zentra }', at), zentra: 'Zentra' }
      : { head: require_('{ default: Zentra }', at), zentra: 'Zentra' },
  inline: (at) =>
    at.statements
      ? { head: import_('* as sdk', at), zentra: 'sdk.default' }
      : { head: '', zentra: `(require('${at.specifier}').Zentra)` },
  dynamic: (at) =>
    at.esm ? { head: `const { Zentra } = await import('${at.specifier}');`, zentra: 'Zentra' } : named(at),
  dynamicDefault: (at) =>
    at.esm
      ? { head: `const Zentra = (await import('${at.specifier}')).default;`, zentra: 'Zentra' }
      : standard(at),
  createRequire: (at) =>
    at.esm
      ? {
          head: `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nconst { Zentra } = require('${at.specifier}');`,
          zentra: 'Zentra',
        }
      : named(at),
  thenDestructured: (at) =>
    at.esm
      ? {
          head: `const Zentra = await import('${at.specifier}').then(({ Zentra }) => Zentra);`,
          zentra: 'Zentra',
        }
      : named(at),
  rest: (at) =>
    at.statements ? named(at) : { head: require_('{ wrapZentra, ...sdk }', at), zentra: 'sdk.Zentra' },
  spread: (at) =>
    at.statements
      ? named(at)
      : { head: `const sdk = { ...require('${at.specifier}') };`, zentra: 'sdk.Zentra' },
  siblingBlocks: (at) =>
    at.statements
      ? named(at)
      : {
          head: [
            'let Zentra;',
            `{\n  const sdk = require('${at.specifier}');\n  Zentra = sdk.Zentra;\n}`,
            "{\n  const sdk = { cards: { freeze: () => 'ice' } };\n  if (sdk.cards.freeze() !== 'ice') throw new Error('renamed');\n}",
          ].join('\n'),
          zentra: 'Zentra',
        },
  inlineForeign: (at) =>
    at.statements
      ? { head: lines(import_('* as sdk', at), genuine('sdk', at)), zentra: 'sdk.Zentra' }
      : {
          head: lines(require_('{ Zentra }', at), genuine(`require('${at.specifier}')`, at)),
          zentra: 'Zentra',
        },
  lazyForeign: (at) =>
    at.statements
      ? named(at)
      : {
          head: lines(
            `let known;\nconst sdk = () => known || (known = require('${at.specifier}'));`,
            genuine('sdk()', at),
          ),
          zentra: '(sdk().Zentra)',
        },
  asyncForeign: (at) =>
    at.esm && !at.typescript
      ? {
          head: lines(
            `let mod;\nasync function load() {\n  mod ??= await import('${at.specifier}');\n  return mod;\n}`,
            `const Zentra = (await load()).Zentra;`,
            genuine('(await load())', at),
          ),
          zentra: 'Zentra',
        }
      : named(at),
  memberForeign: (at) =>
    at.statements
      ? named(at)
      : {
          head: lines(`const sdks = { zentra: require('${at.specifier}') };`, genuine('sdks.zentra', at)),
          zentra: 'sdks.zentra.Zentra',
        },
  argumentForeign: (at) =>
    at.statements
      ? named(at)
      : {
          head: `const classOf = (sdk) => {\n  ${genuine('sdk', at)}\n  return sdk.Zentra;\n};\nconst Zentra = classOf(require('${at.specifier}'));`,
          zentra: 'Zentra',
        },
  tryRequire: (at) =>
    at.statements
      ? named(at)
      : {
          head: lines(
            `let sdk;\ntry {\n  sdk = require('${at.specifier}');\n} catch {\n  sdk = null;\n}`,
            genuine('sdk', at),
          ),
          zentra: 'sdk.Zentra',
        },
  bracketedKey: (at) =>
    at.statements ? named(at) : { head: require_("{ ['Zentra']: Zentra, ...others }", at), zentra: 'Zentra' },
  escapedSpecifier: (at) =>
    at.statements
      ? named(at)
      : {
          head: `const { Zentra } = require('${at.specifier.replace('e', '\\u0065')}');`,
          zentra: 'Zentra',
        },
  interop: (at) =>
    at.statements
      ? named(at)
      : {
          head: lines(
            `const __importStar = (module) => module;\nconst sdk = __importStar(require('${at.specifier}'));`,
            genuine('sdk', at),
          ),
          zentra: 'sdk.Zentra',
        },
  importEquals: (at) =>
    at.typescript && !at.esm
      ? { head: `import Zentra = require('${at.specifier}');`, zentra: 'Zentra' }
      : standard(at),
} as const satisfies Record<string, (at: Surroundings) => Access>;

/** How the client is held: a definition, the name it exports, and how the client is got from that name. */
export interface Holder {
  definition: string;
  exported: string;
  use: (name: string) => string;
}

const config = `{
  secretKey: process.env.ZENTRA_SECRET_KEY,
  environment: 'sandbox',
  baseUrl: process.env.ZENTRA_BASE_URL,
}`;
const create = (zentra: string) => `new ${zentra}(${config})`;
const itself = (name: string) => name;

export const holders = {
  constant: (zentra) => ({
    definition: `const client = ${create(zentra)};`,
    exported: 'client',
    use: itself,
  }),
  apiKey: (zentra) => ({
    definition: `const client = ${create(zentra).replace('secretKey', 'apiKey')};`,
    exported: 'client',
    use: itself,
  }),
  variable: (zentra, { typescript }) => ({
    definition: `let client${typescript ? `: InstanceType<typeof ${zentra}>` : ''};\nclient = ${create(zentra)};`,
    exported: 'client',
    use: itself,
  }),
  alias: (zentra) => ({
    definition: `const original = ${create(zentra)};\nconst client = original;`,
    exported: 'client',
    use: itself,
  }),
  factory: (zentra) => ({
    definition: `function makeClient() {\n  return ${create(zentra)};\n}`,
    exported: 'makeClient',
    use: (name) => `${name}()`,
  }),
  arrowFactory: (zentra) => ({
    definition: `const makeClient = () => ${create(zentra)};`,
    exported: 'makeClient',
    use: (name) => `${name}()`,
  }),
  asyncFactory: (zentra) => ({
    definition: `async function connect() {\n  return ${create(zentra)};\n}`,
    exported: 'connect',
    use: (name) => `(await ${name}())`,
  }),
  promise: (zentra) => ({
    definition: `const ready = Promise.resolve(${create(zentra)});`,
    exported: 'ready',
    use: (name) => `(await ${name})`,
  }),
  singleton: (zentra, { typescript }) => ({
    definition: `let shared${typescript ? `: InstanceType<typeof ${zentra}> | undefined` : ''};\nfunction getClient() {\n  if (!shared) shared = ${create(zentra)};\n  return shared;\n}`,
    exported: 'getClient',
    use: (name) => `${name}()`,
  }),
  assignedField: (zentra, { typescript }) => ({
    definition: `class Service {\n${typescript ? `  zentra: InstanceType<typeof ${zentra}>;\n` : ''}  constructor() {\n    this.zentra = ${create(zentra)};\n  }\n}\nconst service = new Service();`,
    exported: 'service',
    use: (name) => `${name}.zentra`,
  }),
  field: (zentra) => ({
    definition: `class Service {\n  zentra = ${create(zentra)};\n}\nconst service = new Service();`,
    exported: 'service',
    use: (name) => `${name}.zentra`,
  }),
  privateField: (zentra) => ({
    definition: `class Service {\n  #zentra = ${create(zentra)};\n  get zentra() {\n    return this.#zentra;\n  }\n}\nconst service = new Service();`,
    exported: 'service',
    use: (name) => `${name}.zentra`,
  }),
  staticField: (zentra) => ({
    definition: `class Service {\n  static zentra = ${create(zentra)};\n}`,
    exported: 'Service',
    use: (name) => `${name}.zentra`,
  }),
  injected: (zentra, { typescript }) => ({
    definition: typescript
      ? `class Service {\n  readonly zentra: InstanceType<typeof ${zentra}>;\n  constructor(zentra: InstanceType<typeof ${zentra}>) {\n    this.zentra = zentra;\n  }\n}\nconst service = new Service(${create(zentra)});`
      : `class Service {\n  constructor(zentra = ${create(zentra)}) {\n    this.zentra = zentra;\n  }\n}\nconst service = new Service();`,
    exported: 'service',
    use: (name) => `${name}.zentra`,
  }),
  record: (zentra) => ({
    definition: `const clients = { sandbox: ${create(zentra)} };`,
    exported: 'clients',
    use: (name) => `${name}.sandbox`,
  }),
  frozenRecord: (zentra) => ({
    definition: `const clients = Object.freeze({ sandbox: ${create(zentra)} });`,
    exported: 'clients',
    use: (name) => `${name}.sandbox`,
  }),
  array: (zentra) => ({
    definition: `const clients = [${create(zentra)}];`,
    exported: 'clients',
    use: (name) => `${name}[0]`,
  }),
  map: (zentra) => ({
    definition: `const clients = new Map([['sandbox', ${create(zentra)}]]);`,
    exported: 'clients',
    use: (name) => `${name}.get('sandbox')`,
  }),
  ternary: (zentra) => ({
    definition: `const client = process.env.ZENTRA_LIVE ? ${create(zentra)} : ${create(zentra)};`,
    exported: 'client',
    use: itself,
  }),
  subclass: (zentra) => ({
    definition: `class Issuing extends ${zentra} {}\nconst client = new Issuing(${config});`,
    exported: 'client',
    use: itself,
  }),
  documented: (zentra, { typescript, specifier }) => ({
    definition: `${typescript ? '' : `/** @param {import('${specifier}').Zentra} client */\n`}const checked = (client${typescript ? `: InstanceType<typeof ${zentra}>` : ''}) => client;\nconst plain = ${create(zentra)};\nconst client = checked(plain);`,
    exported: 'client',
    use: itself,
  }),
  majorUnits: (zentra) => ({
    definition: `const client = ${create(zentra).replace('secretKey', "limitUnit: 'major',\n  currency: 'NGN',\n  secretKey")};`,
    exported: 'client',
    use: itself,
  }),
  untyped: (zentra, { typescript }) => ({
    definition: `function through(client${typescript ? ': any' : ''}) {\n  return client;\n}\nconst client = through(${create(zentra)});`,
    exported: 'client',
    use: itself,
  }),
} as const satisfies Record<string, (zentra: string, at: Surroundings) => Holder>;

/**
 * `same`: in the file that uses it. `named`, `default`: exported from another file. `renamed`: and re-exported under another
 * name by a third. `star`: re-exported by `export *`. `object`: a property of what another file exports. `cjs`: from a CommonJS
 * file, whatever the using file is.
 */
export const locations = ['same', 'named', 'default', 'renamed', 'star', 'object', 'cjs'] as const;
