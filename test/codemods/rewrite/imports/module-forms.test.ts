import { expect, test } from 'vitest';
import { treeOf } from '../../engine/migrated-tree';
import { installStandIns, printed } from './stand-ins';

const manifest = { 'package.json': '{ "name": "x", "dependencies": { "@zentra/sdk": "^1.4.0" } }' };
const NEW = "new Zentra({ secretKey: 'k' }).cards.freeze('c1');\n";
const LOCKS = 'lock c1\n';
const GENUINE = 'genuine s\n';

interface Form {
  files: Record<string, string>;
  /** The first of the files is the program. */
  prints: string;
  rewritten: number;
}

const forms: Record<string, Form> = {
  'a member of an inline require': {
    files: {
      'main.cjs': `const { Zentra } = require('@zentra/sdk');\n${NEW}require('@zentra/sdk').verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'a member of an inline require by a string': {
    files: {
      'main.cjs': `const { Zentra } = require('@zentra/sdk');\n${NEW}require('@zentra/sdk')['verifySignature']('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'rest beside the names': {
    files: {
      'main.cjs': `const { Zentra, ...sdk } = require('@zentra/sdk');\n${NEW}sdk.verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'rest with names of both': {
    files: {
      'main.cjs': `const { Zentra, ...sdk } = require('@zentra/sdk');\n${NEW}sdk.verifySignature('s');\nnew sdk.ZentraError();\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'names of await import()': {
    files: {
      'main.mjs': `const { Zentra, verifySignature } = await import('@zentra/sdk');\n${NEW}verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'the whole of await import()': {
    files: {
      'main.mjs': `const sdk = await import('@zentra/sdk');\nnew sdk.Zentra({}).cards.freeze('c1');\nsdk.verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'a member of await import()': {
    files: {
      'main.mjs': `const { Zentra } = await import('@zentra/sdk');\n${NEW}(await import('@zentra/sdk')).verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'import().then((sdk) => …)': {
    files: {
      'main.mjs': `import { Zentra } from '@zentra/sdk';\n${NEW}await import('@zentra/sdk').then((sdk) => sdk.verifySignature('s'));\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'import().then(({ … }) => …) with names of both': {
    files: {
      'main.mjs': `await import('@zentra/sdk').then(({ Zentra, verifySignature }) => {\n  ${NEW}  verifySignature('s');\n});\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'a variable that is taken apart later': {
    files: {
      'main.cjs': `const sdk = require('@zentra/sdk');\nconst { Zentra } = sdk;\nconst { verifySignature } = sdk;\n${NEW}verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'a variable that is taken apart with names of both': {
    files: {
      'main.cjs': `const sdk = require('@zentra/sdk');\nconst { Zentra, verifySignature } = sdk;\n${NEW}verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'a default import beside a namespace': {
    files: {
      'main.mjs': `import Zentra, * as sdk from '@zentra/sdk';\n${NEW}sdk.verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'sibling blocks with variables of one name': {
    files: {
      'main.cjs': `{\n  const sdk = require('@zentra/sdk');\n  new sdk.Zentra({}).cards.freeze('c1');\n}\n{\n  const sdk = require('@zentra/sdk');\n  sdk.verifySignature('s');\n}\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'a parameter with the name of the module': {
    files: {
      'main.cjs': `const sdk = require('@zentra/sdk');\nnew sdk.Zentra({}).cards.freeze('c1');\nconst other = (sdk) => sdk.verify();\nother({ verify: () => console.log('other') });\n`,
    },
    prints: `${LOCKS}other\n`,
    rewritten: 1,
  },
  'export * that hands on names of both': {
    files: {
      'main.mjs': `import { verifySignature, Zentra } from './star.mjs';\n${NEW}verifySignature('s');\n`,
      'star.mjs': "export * from '@zentra/sdk';\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'export * of an export *': {
    files: {
      'main.mjs': `import { verifySignature, Zentra } from './index.mjs';\n${NEW}verifySignature('s');\n`,
      'index.mjs': "export * from './star.mjs';\n",
      'star.mjs': "export * from '@zentra/sdk';\nexport const own = 1;\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'export * whose other names are its own': {
    files: {
      'main.mjs': `import { own, Zentra } from './star.mjs';\n${NEW}console.log(own);\n`,
      'star.mjs': "export * from '@zentra/sdk';\nexport const own = 1;\n",
    },
    prints: `${LOCKS}1\n`,
    rewritten: 1,
  },
  'a barrel that spreads the module': {
    files: {
      'main.cjs': `const { Zentra, verifySignature } = require('./barrel.cjs');\n${NEW}verifySignature('s');\n`,
      'barrel.cjs': "module.exports = { ...require('@zentra/sdk'), own: 1 };\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'a barrel that is the module': {
    files: {
      'main.cjs': `const { Zentra, verifySignature } = require('./barrel.cjs');\n${NEW}verifySignature('s');\n`,
      'barrel.cjs': "module.exports = require('@zentra/sdk');\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'a namespace under an exported name': {
    files: {
      'main.mjs':
        "import { sdk } from './barrel.mjs';\nnew sdk.Zentra({}).cards.freeze('c1');\nsdk.verifySignature('s');\n",
      'barrel.mjs': "import * as sdk from '@zentra/sdk';\nexport { sdk };\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'a require of createRequire': {
    files: {
      'main.mjs': `import { createRequire } from 'node:module';\nconst load = createRequire(import.meta.url);\nconst { Zentra, verifySignature } = load('@zentra/sdk');\n${NEW}verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'a function that returns the module, lazily': {
    files: {
      'main.cjs':
        "let known;\nconst sdk = () => known || (known = require('@zentra/sdk'));\nnew (sdk().Zentra)({}).cards.freeze('c1');\nsdk().verifySignature('s');\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'a function that imports the module once': {
    files: {
      'main.mjs':
        "let mod;\nasync function load() { mod ??= await import('@zentra/sdk'); return mod; }\nnew (await load()).Zentra({}).cards.freeze('c1');\n(await load()).verifySignature('s');\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'an exported function that returns the module': {
    files: {
      'main.cjs':
        "const lib = require('./lib.cjs');\nnew (lib.sdk().Zentra)({}).cards.freeze('c1');\nlib.sdk().verifySignature('s');\n",
      'lib.cjs': "exports.sdk = () => require('@zentra/sdk');\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'a member of an export that is the module': {
    files: {
      'main.cjs':
        "const lib = require('./lib.cjs');\nnew lib.sdk.Zentra({}).cards.freeze('c1');\nlib.sdk.verifySignature('s');\n",
      'lib.cjs': "exports.sdk = require('@zentra/sdk');\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'an export of the module beside a client of it': {
    files: {
      'main.cjs':
        "const { sdk, make } = require('./lib.cjs');\nmake().cards.freeze('c1');\nsdk.verifySignature('s');\n",
      'lib.cjs':
        "const sdk = require('@zentra/sdk');\nmodule.exports = { sdk, make: () => new sdk.Zentra({}) };\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'the module as a member of an object': {
    files: {
      'main.cjs':
        "class Cards {\n  constructor() { this.sdk = require('@zentra/sdk'); this.client = new this.sdk.Zentra({}); }\n  run() { this.client.cards.freeze('c1'); this.sdk.verifySignature('s'); }\n}\nnew Cards().run();\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'the module as an argument': {
    files: {
      'main.cjs':
        "function wire(sdk, text) { sdk.verifySignature(text); return new sdk.Zentra({}); }\nconst client = wire(require('@zentra/sdk'), 's');\nclient.cards.freeze('c1');\n",
    },
    prints: GENUINE + LOCKS,
    rewritten: 0,
  },
  'a namespace that is exported by a star, and re-exported': {
    files: {
      'main.mjs':
        "import { zentra } from './index.mjs';\nnew zentra.Zentra({}).cards.freeze('c1');\nzentra.verifySignature('s');\n",
      'index.mjs': "export * from './star.mjs';\n",
      'star.mjs': "export * as zentra from '@zentra/sdk';\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
  'a namespace that is exported by a star, of the names of both': {
    files: {
      'main.mjs': "import { zentra } from './star.mjs';\nnew zentra.Zentra({}).cards.freeze('c1');\n",
      'star.mjs': "export * as zentra from '@zentra/sdk';\n",
    },
    prints: LOCKS,
    rewritten: 1,
  },
  'computed keys of a pattern': {
    files: {
      'main.cjs': `const { ['Zentra']: Zentra = null, verifySignature } = require('@zentra/sdk');\n${NEW}verifySignature('s');\n`,
    },
    prints: LOCKS + GENUINE,
    rewritten: 1,
  },
  'a name of the module whose letters are escaped': {
    files: { 'main.cjs': `const { Zentra } = require('@zentra/\\u0073dk');\n${NEW}` },
    prints: LOCKS,
    rewritten: 1,
  },
  'require in a try that may fail': {
    files: {
      'main.cjs':
        "let sdk;\ntry {\n  sdk = require('@zentra/sdk');\n} catch {\n  sdk = null;\n}\nconst client = sdk && new sdk.Zentra({});\nif (client) client.cards.freeze('c1');\n",
    },
    prints: LOCKS,
    rewritten: 1,
  },
  'a helper of a compiler around the module': {
    files: {
      'main.cjs':
        "var __importStar = (this && this.__importStar) || ((mod) => mod);\nconst sdk = __importStar(require('@zentra/sdk'));\nconst client = new sdk.Zentra({});\nclient.cards.freeze('c1');\nsdk.verifySignature('s');\n",
    },
    prints: LOCKS + GENUINE,
    rewritten: 0,
  },
};

test.each(Object.entries(forms))(
  '%s: prints the same once it is migrated',
  async (_, { files, prints, rewritten }) => {
    const [entry] = Object.keys(files) as [string];
    const tree = treeOf({ ...manifest, ...files });
    installStandIns(tree.root);
    expect(printed(tree.root, entry)).toBe(prints);
    const { report } = await tree.migrate({ mode: 'write' });
    expect(printed(tree.root, entry)).toBe(prints);
    expect(report.summary.rewritten).toBe(rewritten);
  },
);
