import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import type { Sources } from './render';

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

/** `@zentra/sdk` is the built wrapper under another name there, as with an npm alias. */
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
    dependencies: { '@zentra/sdk': '^1.0.0', 'zentra-compat': '^1.0.0' },
  };
  writeFileSync(join(root, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of ['zentra-compat', '@zentra/sdk']) {
    const link = join(root, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(repository, link, 'dir');
  }
  for (const [name, files] of programs) {
    mkdirSync(join(root, 'src', name), { recursive: true });
    for (const [file, text] of files) writeFileSync(join(root, 'src', name, file), text);
  }
  return {
    root,
    compiled: (as) => compile(join(root, 'src'), join(root, 'out', as)),
    sources: (name) => {
      const folder = join(root, 'src', name);
      return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
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

function compile(from: string, to: string): string {
  for (const name of readdirSync(from)) {
    mkdirSync(join(to, name), { recursive: true });
    for (const file of readdirSync(join(from, name)))
      compileFile(join(from, name, file), join(to, name, file));
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
