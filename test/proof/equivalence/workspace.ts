import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { LEDGER_PACKAGE } from './flows';
import type { Sources } from './render';
import { FRAMEWORKS, TEST_TOOLS } from './suites';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** A customer's repository in a temporary folder: sources in `src`, and what runs in `out`. */
export interface Workspace {
  root: string;
  /** Makes the sources of now runnable, and returns their folder. */
  compiled(as: string): string;
  /** The sources of a program as they are now. */
  sources(name: string): Sources;
  remove(): void;
}

/** The built wrapper under the SDK's name, and what the wrapper lacks of the SDK. */
const SDK = {
  'package.json': JSON.stringify({
    name: '@zentra/sdk',
    version: '1.4.0',
    exports: { '.': { import: './index.mjs', require: './index.cjs' } },
  }),
  'index.cjs': `const compat = require('zentra-compat');
class Zentra extends compat.Zentra {}
module.exports = Object.assign(Zentra, compat, {
  Zentra,
  Client: Zentra,
  default: Zentra,
  verifySignature: (text) => \`genuine \${text}\`,
});
`,
  'index.mjs': `import * as compat from 'zentra-compat';
export * from 'zentra-compat';
export class Zentra extends compat.Zentra {}
export { Zentra as Client, Zentra as default };
export const verifySignature = (text) => \`genuine \${text}\`;
`,
};

const LEDGER = '@acme/ledger';
const packages = { ...TEST_TOOLS, ...FRAMEWORKS, [LEDGER]: LEDGER_PACKAGE };

/** `@zentra/sdk` is the built wrapper there, and a name of its own. */
export function makeWorkspace(programs: ReadonlyMap<string, Sources>): Workspace {
  const place = mkdtempSync(join(tmpdir(), 'zentra-equivalence-'));
  const root = join(place, 'tree');
  mkdirSync(root);
  // The journal and the cache of the migration go with the rest, not into the home of whoever runs the proof.
  const { XDG_STATE_HOME, XDG_CACHE_HOME } = process.env;
  Object.assign(process.env, {
    XDG_STATE_HOME: join(place, 'state'),
    XDG_CACHE_HOME: join(place, 'cache'),
  });
  const manifest = {
    name: 'generated-programs',
    private: true,
    dependencies: {
      '@zentra/sdk': '^1.4.0',
      'zentra-compat': '^1.0.0',
      ...Object.fromEntries(Object.keys(packages).map((name) => [name, '^1.0.0'])),
    },
  };
  writeFileSync(join(root, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const sdk = join(root, 'node_modules/@zentra/sdk');
  mkdirSync(sdk, { recursive: true });
  for (const [file, text] of Object.entries(SDK)) writeFileSync(join(sdk, file), text);
  for (const [name, text] of Object.entries(packages)) install(root, name, text);
  symlinkSync(repository, join(root, 'node_modules/zentra-compat'), 'dir');
  for (const [name, files] of programs) {
    for (const [file, text] of files) {
      const path = join(root, 'src', name, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    linkMembers(join(root, 'src', name), name);
  }
  return {
    root,
    compiled(as) {
      const folder = compile(join(root, 'src'), join(root, 'out', as));
      // One ledger per program: all run in one process, and a test of one may put fakes on it.
      for (const name of programs.keys()) {
        install(join(folder, name), LEDGER, LEDGER_PACKAGE);
        linkMembers(join(folder, name), name);
      }
      return folder;
    },
    sources: (name) => {
      const folder = join(root, 'src', name);
      return new Map(filesIn(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
    },
    remove: () => {
      rmSync(place, { recursive: true, force: true });
      for (const [name, value] of Object.entries({ XDG_STATE_HOME, XDG_CACHE_HOME })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    },
  };
}

function install(folder: string, name: string, text: string): void {
  const place = join(folder, 'node_modules', name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  writeFileSync(join(place, 'index.js'), text);
}

/** Links the members of a program's workspace, as a package manager does. */
function linkMembers(folder: string, scope: string): void {
  const members = join(folder, 'packages');
  if (!existsSync(members)) return;
  const links = join(folder, 'node_modules', `@${scope}`);
  mkdirSync(links, { recursive: true });
  for (const member of readdirSync(members)) symlinkSync(join(members, member), join(links, member), 'dir');
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

function compile(from: string, to: string): string {
  for (const file of filesIn(from)) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    compileFile(join(from, file), join(to, file));
  }
  return to;
}

function compileFile(from: string, to: string): void {
  const extension = /\.([mc])ts$/.exec(from)?.[1];
  if (!extension) {
    cpSync(from, to);
    return;
  }
  const format = extension === 'm' ? 'esm' : 'cjs';
  const { code } = transformSync(readFileSync(from, 'utf8'), { loader: 'ts', format, target: 'node20' });
  writeFileSync(to.replace(/ts$/, 'js'), code);
}
