// Stands in for the fleet's child in tests that need a misbehaving one. It reads the same order and has the same exit codes. Files in the
// folder tell it how to behave; without them it renames `cards.freeze(` to `cards.lock(` in every .js file.
const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');

const { options, results } = JSON.parse(fs.readFileSync(0, 'utf8'));
const has = (name) => fs.existsSync(name);

// A repository that crashes the machine that migrates it.
if (has('KILL-WORKER')) process.kill(process.ppid, 'SIGKILL');
if (has('GRANDCHILD')) {
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
}
if (has('WAIT')) {
  // Waits until the test deletes the file that WAIT names.
  const gate = fs.readFileSync('WAIT', 'utf8').trim();
  fs.writeFileSync(`${gate}.waiting`, String(process.pid));
  while (fs.existsSync(gate)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
}
if (has('HANG')) for (;;);
if (has('CRASH')) process.abort();
if (has('SEGFAULT')) process.kill(process.pid, 'SIGSEGV');
if (has('REFUSE')) {
  console.error('zentra-codemods.config.json: unknown key sk_live_abcdefgh\u001b[2J');
  process.exit(2);
}
if (has('EAT-HEAP')) {
  const kept = [];
  for (;;) kept.push(new Array(1000).fill(kept.length));
}
if (has('EAT-BUFFERS')) {
  const kept = [];
  const eat = () => {
    kept.push(Buffer.alloc(16 * 1024 * 1024, 1));
    setTimeout(eat, 5);
  };
  eat();
  return;
}
if (has('STRAY')) fs.writeFileSync('stray.js', 'left behind');

const sites = [];
const changed = [];
const walk = (folder) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) walk(file);
    else if (file.endsWith('.js')) migrate(file);
  }
};
const migrate = (file) => {
  const before = fs.readFileSync(file, 'latin1');
  before.split('\n').forEach((line, at) => {
    const site = { rule: 'freeze-to-lock', code: 'ZENTRA_DEP0001', file, line: at + 1, column: 1, notes: [], before: line };
    if (line.includes('cards.freeze(')) sites.push({ ...site, status: 'rewritten', after: line.replace('freeze', 'lock') });
    if (line.includes('cards[')) {
      sites.push({ ...site, rule: 'dynamic-member', code: undefined, status: 'review', reason: 'The member is computed at run time' });
    }
  });
  const after = before.replaceAll('cards.freeze(', 'cards.lock(');
  if (after === before) return;
  fs.writeFileSync(file, after, 'latin1');
  if (!has('UNREPORTED')) changed.push({ file, status: 'changed' });
};
walk('.');

const rewritten = sites.filter(({ status }) => status === 'rewritten').length;
const report = {
  schemaVersion: 1,
  tool: { name: 'zentra-codemods', version: '0.0.0' },
  mode: 'write',
  root: '.',
  startedAt: new Date().toISOString(),
  durationMs: 1,
  summary: { filesScanned: 1, filesChanged: changed.length, filesFailed: has('BROKEN') ? 1 : 0, sites: sites.length, rewritten, review: sites.length - rewritten },
  sites,
  files: [...changed, ...(has('BROKEN') ? [{ file: 'BROKEN', status: 'failed', error: 'does not parse' }] : [])],
};
const texts = {
  'report.json': has('BAD-REPORT') ? '{"schemaVersion": 1' : JSON.stringify(report),
  'report.md': `report ${JSON.stringify(options)}\n${JSON.stringify(process.env)}\n`,
  'report.html': 'report',
};
for (const [file, text] of Object.entries(texts)) {
  if (!has('NO-REPORT')) fs.writeFileSync(path.join(results, file), text);
}
// Exits although its own children are still running.
process.exit(0);
