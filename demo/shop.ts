import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);

/** The customer's repository that the demo migrates. */
const shopFolder = join(root, 'fixtures/customers/palmway-logistics');

/**
 * Copies the shop and adds `node_modules` to the copy, like an installation: the SDK, the wrapper with exactly its published files, and the
 * dependencies of both.
 */
export async function copyShop(folder: string): Promise<void> {
  const notCommitted = /[\\/](node_modules|dist)$/;
  await cp(shopFolder, folder, { recursive: true, filter: (source) => !notCommitted.test(source) });
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@zentra'), { recursive: true });
  await cp(join(import.meta.dirname, 'zentra-sdk'), join(modules, '@zentra/sdk'), { recursive: true });
  await installWrapper(modules);
  await mkdir(join(modules, '.bin'));
  await symlink(join(root, 'node_modules/esbuild/bin/esbuild'), join(modules, '.bin/esbuild'));
}

async function installWrapper(modules: string): Promise<void> {
  const { dependencies } = await manifestIn(root);
  const wrapper = join(modules, 'zentra-compat');
  await cp(join(root, 'dist'), join(wrapper, 'dist'), { recursive: true });
  await cp(join(root, 'package.json'), join(wrapper, 'package.json'));
  for (const name of Object.keys(dependencies)) {
    await symlink(join(root, 'node_modules', name), join(modules, name), 'dir');
  }
}

interface Manifest {
  dependencies: Record<string, string>;
}

const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
