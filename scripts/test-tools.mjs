// Runs before `npm test`. Checks that the programs which tests start are installed, or installs them where that is allowed (root on a
// Debian system); otherwise it stops and prints the command to run.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's package of each program. */
const packages = { git: 'git', chromium: 'chromium', 'redis-server': 'redis-server' };

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const folders = (process.env.PATH ?? '').split(delimiter);
const isThere = (program) => folders.some((folder) => isExecutable(join(folder, program)));
const missing = () => Object.keys(packages).filter((program) => !isThere(program));

const needed = missing().map((program) => packages[program]);
if (needed.length > 0) {
  const install = ['install', '-y', '--no-install-recommends', ...needed];
  if (process.getuid?.() === 0 && isThere('apt-get')) {
    console.log(`Installing what the tests need: ${needed.join(', ')}`);
    aptGet('update', '-qq');
    aptGet(...install, '-qq');
  }
  const left = missing();
  if (left.length > 0) {
    console.error(`The tests need ${left.join(' and ')}. On Debian or Ubuntu:

  sudo sh -c 'apt-get update && apt-get ${install.join(' ')}'

Elsewhere, install them so that they are on the PATH.`);
    process.exit(1);
  }
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
