import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { migrateInChild } from '../codemods/rehearse/migrate-in-child';
import { type Rehearsal, rehearse } from '../codemods/rehearse/rehearse';
import type { Report } from '../codemods/report/report';
import { buildIfStale } from './build-if-stale';
import { copyShop } from './shop';
import { type Screen, terminal } from './terminal';

export interface DemoOptions {
  screen: Screen;
  env: NodeJS.ProcessEnv;
  /** Called with the folder of the migrated copy; tests spoil the copy there. */
  onMigrated?: (folder: string) => Promise<void>;
}

const codemods = join(dirname(import.meta.dirname), 'codemods');

/** Card ids of the shop's riders. */
const cards = ['card_ada', 'card_bayo', 'card_chidi', 'card_dupe', 'card_emeka'];

/**
 * `npm run demo`: a rehearsal of an old integration's migration. A day in the shop runs through the wrapper, the repository is migrated in
 * place, and the day runs again.
 *
 * @returns the exit code: 0 if the migrated copy sends exactly the same requests and no longer warns
 */
export async function demo({ screen, env, onMigrated }: DemoOptions): Promise<0 | 1> {
  const show = terminal(screen, env);
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'zentra-demo-')));
  try {
    await buildIfStale();
    show.title('Palmway Logistics: riders’ expense cards, written for the old card API');
    const shop = join(scratch, 'palmway-logistics');
    await copyShop(shop);

    show.part(
      1,
      'Run a day as it is, the wrapper preloaded',
      'NODE_OPTIONS="--import zentra-compat/register" npm run day',
    );
    const rehearsal = await rehearse({
      root: shop,
      command: [process.execPath, 'scripts/day.mjs'],
      cards,
      autoCreateCards: false,
      compareOutput: true,
      env: shopEnvironment(),
      wrapper: dirname(codemods),
      guard: join(codemods, 'dist/rehearse-guard.cjs'),
      onOutput: (text) => show.output(text),
      async migrate(folder) {
        show.part(2, 'Migrate the repository in place', 'zentra-codemods migrate && git diff');
        const { diff, report } = await migrated(folder, scratch);
        show.diff(diff);
        show.summary(report);
        await onMigrated?.(folder);
        show.part(3, 'Run the day again, migrated, nothing preloaded', 'npm run day');
        return report;
      },
    });
    show.part(4, 'Compare the two days', 'zentra-codemods rehearse -- npm run day');
    show.rehearsal(rehearsal);
    const good = rehearsal.isProven && hasShownAnything(rehearsal);
    show.conclusion(good);
    return good ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Two days without requests, or two failed days, would also be equal: they prove nothing. */
function hasShownAnything({ requests, exitCodes }: Rehearsal): boolean {
  return requests.equal > 0 && exitCodes.after === 0;
}

/** Migrates as an owner would: a clean git tree, one command, `git diff`. */
async function migrated(folder: string, scratch: string): Promise<{ diff: string; report: Report }> {
  const env = { ...process.env, NODE_OPTIONS: '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: folder, env });
  await git('init', '--quiet');
  await git('add', '.');
  const author = ['-c', 'user.name=Palmway', '-c', 'user.email=dev@palmway.example'];
  await git(...author, 'commit', '--quiet', '-m', 'Before the migration');
  const report = await migrateInChild(folder, {
    script: join(codemods, 'bin/zentra-codemods.cjs'),
    scratch,
    env,
  });
  const { stdout: diff } = await git('diff', '--no-color', '--unified=1');
  return { diff, report };
}

/** Keeps this machine's settings for Node and Zentra away from the shop. */
function shopEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    ZENTRA_SECRET_KEY: 'sk_sandbox_palmway',
    ZENTRA_ENVIRONMENT: 'sandbox',
    ZENTRA_BASE_URL: 'https://sandbox.api.usezentra.com',
  };
}

export const main = (): Promise<number> => demo({ screen: process.stdout, env: process.env });
