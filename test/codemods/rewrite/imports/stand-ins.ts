import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** As the SDK is published: CommonJS, with names of its own, and no reviewed method. */
const SDK = `
class Zentra {
  constructor() { this.cards = { freeze: async (card) => { console.log('lock ' + card); } }; }
}
class ZentraError extends Error {}
const verifySignature = (text) => { console.log('genuine ' + text); return true; };
module.exports = Zentra;
Object.assign(module.exports, { Zentra, Client: Zentra, default: Zentra, ZentraError, verifySignature });
// What \`import { … }\` can name: 0 && (module.exports = { Zentra, Client, ZentraError, verifySignature });
0 && (module.exports = { Zentra, Client, ZentraError, verifySignature });
`;

/** What the wrapper has: both names of a method, and none of the SDK's other exports. */
const COMPAT = SDK.replace('{ freeze:', '{ lock: async (card) => { console.log("lock " + card); }, freeze:')
  .replaceAll(', verifySignature', '')
  .replace(/const verifySignature.*\n/, '');

/** Puts both packages where the files of a tree find them. */
export function installStandIns(root: string): void {
  for (const [name, text] of [
    ['@zentra/sdk', SDK],
    ['zentra-compat', COMPAT],
  ] as const) {
    const folder = join(root, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.4.0', main: 'index.js' }));
    writeFileSync(join(folder, 'index.js'), text);
  }
}

/** What a program prints, its errors included. */
export function printed(root: string, entry: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, entry)], {
    cwd: dirname(join(root, entry)),
    encoding: 'utf8',
  });
  return `${stdout}${stderr}${status === 0 ? '' : `exit ${status}`}`;
}
