/** Stand-ins for `@zentra/sdk` in the module formats that a package can have. None of them sends anything. */

const classes = `
class Cards {
  #owner;
  constructor(owner) { this.#owner = owner; }
  freeze() { return 'the old freeze'; }
  details(card) { return this.#owner.describe() + ' details of ' + card; }
}
class Transfers {
  create() { return this === this.owner.transfers ? 'transferred' : 'lost this'; }
}
class Zentra {
  #key;
  constructor(options) {
    this.#key = options.secretKey ?? options.apiKey;
    this.cards = new Cards(this);
    this.transfers = new Transfers();
    Object.defineProperty(this.transfers, 'owner', { value: this });
  }
  static version = '0.9';
  get masked() { return this.#key.slice(0, 11); }
  describe() { return 'client ' + this.masked; }
}
class ZentraSdkError extends Error {}
`;

const manifest = (fields: object) => JSON.stringify({ name: '@zentra/sdk', version: '0.9.0', ...fields });

const folder = 'node_modules/@zentra/sdk';

export const standInSdks: Record<'CommonJS' | 'ESM' | 'dual', Record<string, string>> = {
  CommonJS: {
    [`${folder}/package.json`]: manifest({ main: 'index.js' }),
    [`${folder}/index.js`]: `${classes}
module.exports = Zentra;
module.exports.Zentra = Zentra;
module.exports.Client = Zentra;
module.exports.ZentraSdkError = ZentraSdkError;
`,
  },
  ESM: {
    [`${folder}/package.json`]: manifest({ type: 'module', exports: './index.js' }),
    [`${folder}/index.js`]: `${classes}
export { Zentra, Zentra as Client, Zentra as default, ZentraSdkError };
`,
  },
  dual: {
    [`${folder}/package.json`]: manifest({
      exports: { import: './index.mjs', require: './index.cjs' },
    }),
    [`${folder}/index.mjs`]: `${classes}
const namespace = { Zentra, Client: Zentra, ZentraSdkError };
export { Zentra, Zentra as Client, ZentraSdkError };
export default namespace;
`,
    [`${folder}/index.cjs`]: `${classes}
Object.defineProperty(exports, '__esModule', { value: true });
for (const [name, value] of Object.entries({ Zentra, Client: Zentra, ZentraSdkError, default: Zentra })) {
  Object.defineProperty(exports, name, { enumerable: true, get: () => value });
}
`,
  },
};
