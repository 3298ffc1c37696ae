import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "zentra": "npm:@zentra/sdk@^1", "@zentra/sdk": "^1.0.0" } }';

test.each(['zentra', 'npm:@zentra/sdk@^1', 'https://esm.sh/@zentra/sdk@1'])(
  'a client that is imported as %s is for review, since that import is not switched',
  async (specifier) => {
    const source = `import { Zentra } from '${specifier}';\nnew Zentra({}).cards.freeze(1);\n`;
    const tree = treeOf({
      'package.json': packageJson,
      'a.ts': source,
      'b.ts': source.replace(specifier, '@zentra/sdk'),
    });
    const { report } = await tree.migrate({ mode: 'write' });
    expect(report.sites.map(({ file, status }) => `${file} ${status}`)).toEqual([
      'a.ts review',
      'b.ts rewritten',
    ]);
    expect(tree.read('a.ts')).toContain('.cards.freeze(1)');
    expect(report.sites[0]!.reason).toContain(`by another name (${specifier})`);
  },
);
