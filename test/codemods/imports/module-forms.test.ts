import { expect, test } from 'vitest';
import { treeOf } from '../engine/migrated-tree';
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
