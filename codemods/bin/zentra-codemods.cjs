#!/usr/bin/env node
'use strict';

try {
  require.resolve('../dist/main.cjs');
} catch {
  process.stderr.write('zentra-codemods: this copy is not built. Run "npm run build" in its repository\n');
  process.exit(2);
}
require('../dist/start.cjs').start(process.argv, process.env);
require('../dist/main.cjs');
