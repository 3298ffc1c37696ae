import { expect, test } from 'vitest';
import { dependentsIn } from '../../../codemods/resolve/lock-dependents';

const locks: Record<string, string> = {
  npm: JSON.stringify(
    {
      packages: {
        '': { dependencies: { '@zentra/sdk': '^1' } },
        'node_modules/@acme/payments': { version: '2.0.0', dependencies: { '@zentra/sdk': '^1.4.0' } },
        'node_modules/@zentra/sdk': { version: '1.4.0', dependencies: { undici: '^6' } },
        'node_modules/express': { dependencies: { '@zentra/sdk-icons': '1' } },
        'packages/a': { dependencies: { '@zentra/sdk': '^1' } },
      },
    },
    null,
    2,
  ),
  yarn: `"@acme/payments@^2":
  version "2.0.0"
  dependencies:
    "@zentra/sdk" "^1.4.0"

"@zentra/sdk@^1.4.0":
  version "1.4.0"

express@^4:
  dependencies:
    "@zentra/sdk-icons" "1"
`,
  pnpm: `lockfileVersion: "9.0"
importers:
  .:
    dependencies:
      '@zentra/sdk':
        specifier: ^1

packages:

  '@zentra/sdk@1.4.0':
    resolution: {integrity: x}

snapshots:

  '@acme/payments@2.0.0':
    dependencies:
      '@zentra/sdk': 1.4.0

  express@4.0.0:
    dependencies:
      '@zentra/sdk-icons': 1.0.0
`,
};

test.each(Object.entries(locks))('who asks for the SDK, as a lock file of %s has it', (_, lock) => {
  expect([...dependentsIn(lock, '@zentra/sdk')]).toEqual(['@acme/payments']);
});
