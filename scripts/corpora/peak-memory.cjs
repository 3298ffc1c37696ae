'use strict';

// Required into the process under test and its children: each says at its end what it took at most, in kilobytes.
const { appendFileSync } = require('node:fs');

process.on('exit', () => {
  appendFileSync(process.env.PEAK_MEMORY_FILE, `${process.resourceUsage().maxRSS}\n`);
});
