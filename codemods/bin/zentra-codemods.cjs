#!/usr/bin/env node
'use strict';

// Node 22 and later keep what they compiled, which takes most of the time of a short run.
require('node:module').enableCompileCache?.();

try {
  require.resolve('../dist/main.cjs');
} catch {
  process.stderr.write('zentra-codemods: this copy is not built. Run "npm run build" in its repository\n');
  process.exit(2);
}
require('../dist/main.cjs');
