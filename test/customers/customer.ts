import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import { migrate } from '../../codemods/engine/migrate';
import type { MigrateOptions } from '../../codemods/engine/options';
import { migrateInChild } from '../../codemods/rehearse/migrate-in-child';
import { type Rehearsal, rehearse } from '../../codemods/rehearse/rehearse';
import type { Report, Verification } from '../../codemods/report/report';
import type { CardSeed } from '../../codemods/sandbox/card-registry';
import { copyShop } from '../../demo/shop';
import { type Fault, spoilt } from './planted-faults';

const repository = join(import.meta.dirname, '../..');

export interface Customer {
  /** Copy of the fixture, with its packages in `node_modules`. */
  root: string;
  /** Compares types before and after a migration, with faults in its definition. Nothing is written. */
  verify(...faults: Fault[]): Promise<Verification>;
  /** Runs a command before and after a migration: the published one, or one with faults in its definition. */
  rehearse(command: readonly string[], ...faults: Fault[]): Promise<Rehearsal>;
}

/** The demo's shop, whose only tool is one that we have, too. */
export function useShop(cards: readonly string[]): Customer {
  return useInstalled('palmway-logistics', cards, async (root) => {
    await copyShop(root);
    cpSync(join(import.meta.dirname, 'zentra-sdk.d.ts'), join(root, 'node_modules/@zentra/sdk/index.d.ts'));
    return join(root, 'node_modules/zentra-compat');
  });
}

/**
 * A customer of `fixtures/customers` with the tools that a folder of `hosts` locks: these are installed on their own and linked into the
 * customer's `node_modules`, beside the SDK and `zentra-compat` as it is published.
 *
 * @param cards what the sandbox of a rehearsal has from the start
 */
export function useCustomer(name: string, host: string, cards: readonly CardSeed[] = []): Customer {
  return useInstalled(name, cards, async (root, temporary) => {
    const tools = temporary(`host-${host}`);
    cpSync(join(import.meta.dirname, 'hosts', host), tools, { recursive: true });
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
    execFileSync('npm', ['ci', ...quiet], { cwd: tools, stdio: 'ignore' });
    cpSync(join(repository, 'fixtures/customers', name), root, { recursive: true });
    linkPackages(join(tools, 'node_modules'), join(root, 'node_modules'));
    linkWorkspaces(root);
    return publishedInto(join(tools, 'node_modules'));
  });
}

/** Makes a folder that is gone after the tests, named after what it is for. */
type Temporary = (kind: string) => string;

/**
 * The built packages are used: `npm run build` first.
 *
 * @param install lays the customer into a folder, and says where the wrapper lies
 */
function useInstalled(
  name: string,
  cards: readonly (string | CardSeed)[],
  install: (root: string, temporary: Temporary) => Promise<string>,
): Customer {
  const folders: string[] = [];
  const temporary: Temporary = (kind) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), `zentra-${kind}-`)));
    folders.push(folder);
    return folder;
  };
  const customer: Customer = { root: '', rehearse: rehearseWith, verify: verifyWith };
  let wrapper = '';

  beforeAll(async () => {
    customer.root = temporary('customer');
    wrapper = await install(customer.root, temporary);
  });
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  return customer;

  async function verifyWith(...faults: Fault[]): Promise<Verification> {
    const report = await migrateWith(faults, {
      root: customer.root,
      mode: 'dry-run',
      verify: { timeout: 300_000, memory: 4096 },
    });
    return report.verification!;
  }

  async function rehearseWith(command: readonly string[], ...faults: Fault[]): Promise<Rehearsal> {
    const env = { PATH: process.env.PATH, HOME: temporary('home'), ZENTRA_SECRET_KEY: 'sk_sandbox_customer' };
    const script = join(repository, 'codemods/bin/zentra-codemods.cjs');
    return rehearse({
      root: customer.root,
      command,
      cards,
      env,
      wrapper,
      guard: join(repository, 'codemods/dist/rehearse-guard.cjs'),
      migrate: (folder) =>
        faults.length === 0
          ? migrateInChild(folder, { script, scratch: temporary('state'), env })
          : migrateWith(faults, { root: folder, mode: 'write' }),
    });
  }

  async function migrateWith(
    faults: readonly Fault[],
    options: Pick<MigrateOptions, 'root' | 'mode' | 'verify'>,
  ): Promise<Report> {
    const { migration, unmet } = spoilt(faults);
    const chosen = { paths: [], rules: [], skipRules: [], assumeClients: [], include: [], exclude: [] };
    const ownTypes = () => new Map([['zentra-compat', wrapper]]);
    vi.stubEnv('XDG_STATE_HOME', temporary('state'));
    const { report } = await migrate(migration, { ...chosen, client: 'auto', ...options }, { ownTypes });
    vi.unstubAllEnvs();
    if (unmet().length > 0) throw new Error(`No site of ${name} meets ${JSON.stringify(unmet())}`);
    return report;
  }
}

/** `zentra-compat` as npm would lay it: test runners treat what is in `node_modules` in another way than what is not. */
function publishedInto(modules: string): string {
  const wrapper = join(modules, 'zentra-compat');
  mkdirSync(wrapper);
  for (const part of ['dist', 'package.json'])
    cpSync(join(repository, part), join(wrapper, part), { recursive: true });
  const manifest = manifestOf(wrapper) as { dependencies: Record<string, string> };
  mkdirSync(join(wrapper, 'node_modules'));
  for (const dependency of Object.keys(manifest.dependencies))
    symlinkSync(join(repository, 'node_modules', dependency), join(wrapper, 'node_modules', dependency));
  return wrapper;
}

/** Links to every package and program, as pnpm lays them out, and the SDK of the demo as a folder. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') || name === 'zentra-compat') continue;
    if (!name.startsWith('@')) symlinkSync(join(from, name), join(to, name));
    else linkPackages(join(from, name), join(to, name));
  }
  if (to.endsWith('node_modules')) {
    symlinkSync(join(from, '.bin'), join(to, '.bin'));
    const sdk = join(to, '@zentra/sdk');
    cpSync(join(repository, 'demo/zentra-sdk'), sdk, { recursive: true });
    cpSync(join(import.meta.dirname, 'zentra-sdk.d.ts'), join(sdk, 'index.d.ts'));
  }
}

/** As npm does it for `"workspaces": ["apps/*"]`: a relative link under the package's name. */
function linkWorkspaces(root: string): void {
  const { workspaces = [] } = manifestOf(root) as { workspaces?: string[] };
  for (const parent of workspaces.map((pattern) => pattern.replace(/\/\*$/, ''))) {
    for (const folder of readdirSync(join(root, parent))) {
      const link = join(
        root,
        'node_modules',
        (manifestOf(join(root, parent, folder)) as { name: string }).name,
      );
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(relative(dirname(link), join(root, parent, folder)), link);
    }
  }
}

const manifestOf = (folder: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
