import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import codemodsManifest from '../../codemods/package.json';
import manifest from '../../package.json';

const root = join(import.meta.dirname, '../..');

export interface PackedProject {
  folder: string;
  tarball: string;
  /** Tarball of `zentra-codemods`, if requested. */
  codemodsTarball: string | undefined;
  write(files: Record<string, string>): void;
  remove(): void;
}

export interface PackedOptions {
  /** Also installs `zentra-codemods` with its types, for which `npm run build` is not enough. */
  codemods?: boolean;
  /** Further packages from the registry for the project. */
  tools?: readonly string[];
}

/**
 * A project outside of this repository with the packed tarballs installed, in npm's layout. Their dependencies are links to those of this
 * repository, so that no registry is needed.
 */
export function packedProject({ codemods = false, tools = [] }: PackedOptions = {}): PackedProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'zentra-packed-')));
  const modules = join(folder, 'node_modules');
  const install = (name: string, of: string): string => {
    const target = join(folder, 'packed', name);
    mkdirSync(target, { recursive: true });
    npm(of, ['pack', '--ignore-scripts', '--pack-destination', target]);
    const tarball = join(target, readdirSync(target).find((file) => file.endsWith('.tgz'))!);
    mkdirSync(join(modules, name), { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, name)]);
    return tarball;
  };
  const link = (name: string) => {
    if (existsSync(join(modules, name))) return;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  };
  if (codemods) npm(join(root, 'codemods'), ['run', 'build:types']);
  const tarball = install('zentra-compat', root);
  const codemodsTarball = codemods ? install('zentra-codemods', join(root, 'codemods')) : undefined;
  const dependencies = { ...manifest.dependencies, ...(codemods && codemodsManifest.dependencies) };
  for (const name of [...Object.keys(dependencies), ...tools, '@types']) link(name);
  return {
    folder,
    tarball,
    codemodsTarball,
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function npm(cwd: string, args: readonly string[]): void {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'ignore'] });
}
