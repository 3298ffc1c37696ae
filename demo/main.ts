import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { methodRules, parameterRules } from 'zentra-compat/contract';
import { buildIfStale } from './build-if-stale';
import { type Day, liveOneDay, type Warning } from './day';
import { migrate } from './migration';
import { type Difference, differences } from './request-log';
import { copyShop } from './shop';
import { type Screen, terminal } from './terminal';

export interface DemoOptions {
  screen: Screen;
  env: NodeJS.ProcessEnv;
  /** Called with the copy's folder once it is migrated: what a test spoils. */
  onMigrated?: (folder: string) => Promise<void>;
}

const PRELOAD = '--import zentra-compat/register';

/**
 * `npm run demo`: an old integration through the wrapper, migrated in place, and again.
 *
 * @returns the exit code: 0 where the migrated copy asks the gateway for exactly the same and nothing warns any more
 */
export async function demo({ screen, env, onMigrated }: DemoOptions): Promise<0 | 1> {
  const show = terminal(screen, env);
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'zentra-demo-')));
  try {
    await buildIfStale();
    show.title('Palmway Logistics: riders’ expense cards, written for the old card API');
    const folder = join(scratch, 'palmway-logistics');
    await copyShop(folder);

    show.part(
      1,
      'Run it as it is, the wrapper preloaded',
      `NODE_OPTIONS="${PRELOAD}" npm start, npm run worker, …`,
    );
    const before = await liveOneDay(folder, PRELOAD);
    show.day(before);

    show.part(2, 'Migrate the repository in place', 'zentra-codemods migrate && git diff');
    const { diff, report } = await migrate(folder, scratch);
    show.diff(diff);
    show.summary(report);
    await onMigrated?.(folder);

    show.part(3, 'Run the migrated copy, nothing preloaded', 'npm start, npm run worker, …');
    const after = await liveOneDay(folder, '');
    show.day(after);

    show.part(4, 'Compare the two days');
    const verdicts = judge(before, after);
    for (const { good, text, found } of verdicts) {
      show.verdict(good, text);
      for (const difference of found) show.difference(difference);
    }
    const good = verdicts.every((each) => each.good);
    show.conclusion(good);
    return good ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Verdict {
  good: boolean;
  text: string;
  found: readonly Difference[];
}

/** Every claim of the demo, each of which can fail. */
export function judge(before: Day, after: Day): Verdict[] {
  const asked = before.steps.flatMap(({ requests }) => requests).length;
  const requests = before.steps.flatMap((step, index) =>
    differences(step.name, step.requests, after.steps[index]?.requests ?? []),
  );
  const answers = before.steps.flatMap((step, index) =>
    differences(step.name, [step.answer], [after.steps[index]?.answer]),
  );
  const silent = unheard(before.warnings);
  return [
    verdict(`the old code warned of each of the ${deprecated.length} legacy uses`, silent.length === 0, []),
    verdict(
      `${asked} requests, equal in method, path, query, headers, body and status`,
      asked > 0 && requests.length === 0,
      requests,
    ),
    verdict(`${before.steps.length} answers of the shop, equal`, answers.length === 0, answers),
    verdict(
      `${counted(after.warnings.length)} left`,
      after.warnings.length === 0,
      after.warnings.map((warning) => ({ step: warning.code, before: undefined, after: warning.message })),
    ),
  ];
}

const counted = (warnings: number) =>
  `${warnings || 'no'} deprecation ${warnings > 1 ? 'warnings' : 'warning'}`;

const verdict = (text: string, good: boolean, found: readonly Difference[]): Verdict => ({
  text,
  good,
  found,
});

/** The rules that warn. */
const deprecated = [...methodRules, ...parameterRules];

/** Those whose deprecation the wrapper did not report. */
const unheard = (warnings: readonly Warning[]) =>
  deprecated.filter((rule) => !warnings.some(({ code }) => code === rule.code));

export const main = (): Promise<number> => demo({ screen: process.stdout, env: process.env });
