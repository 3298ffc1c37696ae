'use strict';

// Required into the process under test and its children: at exit, each appends its peak memory, in kilobytes.
const { appendFileSync } = require('node:fs');

process.on('exit', () => {
  appendFileSync(process.env.PEAK_MEMORY_FILE, `${process.resourceUsage().maxRSS}\n`);
});
