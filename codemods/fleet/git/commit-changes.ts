import type { FleetJob } from '../job/fleet-job';
import { JobFailure } from '../job/job-failure';
import { treeVariables, type WorkingTree } from './check-out';
import type { SourceCommit } from './fetch-source';
import type { Git } from './git';
import { utf8 } from './tree';

export interface MigrationCommit {
  id: string;
  /** In the mail format that `git am` reads. */
  patch: Buffer;
}

const MAX_PATCH_BYTES = 256 * 1024 * 1024;

/**
 * Commits the migration's changes on top of the source's commit. The commit depends only on the source, the job and the tool, so that a
 * second attempt gives the same id.
 *
 * @param isReported whether the migration says that it changed this file of the tree
 * @returns `undefined` when nothing changed
 * @throws {JobFailure} when a file changed that is not reported
 */
export async function commitChanges(
  git: Git,
  job: FleetJob,
  source: SourceCommit,
  tree: WorkingTree,
  isReported: (file: string) => boolean,
  message: string,
): Promise<MigrationCommit | undefined> {
  const run = (
    args: string[],
    more: { input?: Buffer; env?: Record<string, string>; maxOutput?: number } = {},
  ) =>
    git({
      stage: 'commit',
      surroundings: 'local',
      args,
      ...more,
      env: { ...treeVariables(tree), ...more.env },
    });
  const text = async (...call: Parameters<typeof run>) => (await run(...call)).toString('utf8').trim();

  const touched = nulSeparated(await run(['ls-files', '--modified', '--others', '-z']));
  refuseUnreported(touched, isReported);
  if (touched.length === 0) return undefined;

  await run(['update-index', '--add', '--remove', '-z', '--stdin'], {
    input: Buffer.from(touched.map((file) => `${file}\0`).join(''), 'latin1'),
  });
  const newTree = await text(['write-tree']);
  if (newTree === source.tree) return undefined;

  const id = await text(['commit-tree', newTree, '-p', source.id, '-F', '-'], {
    input: Buffer.from(message),
    env: identityVariables(job, source),
  });
  await run(['update-ref', `refs/heads/${job.branch}`, id]);
  const mail = await run([...FORMAT_PATCH, id], { maxOutput: MAX_PATCH_BYTES });
  return { id, patch: keepCarriageReturns(mail) };
}

const FORMAT_PATCH = [
  'format-patch',
  ...['-1', '--stdout', '--binary', '--full-index', '--no-renames', '--no-signature'],
  ...['--no-ext-diff', '--no-textconv', '--src-prefix=a/', '--dst-prefix=b/'],
];

const nulSeparated = (output: Buffer): string[] =>
  output
    .toString('latin1')
    .split('\0')
    .filter((part) => part !== '');

function refuseUnreported(files: readonly string[], isReported: (file: string) => boolean): void {
  const unreported = files.map(utf8).find((file) => !isReported(file));
  if (unreported === undefined) return;
  throw new JobFailure(
    'commit',
    'crash',
    `${JSON.stringify(unreported)} changed, which the migration's report does not list`,
  );
}

/** Uses the date of the source's commit, so that a second attempt gives the same id. */
function identityVariables(
  { commit: { name, email } }: FleetJob,
  { committedAt }: SourceCommit,
): Record<string, string> {
  const date = `${committedAt} +0000`;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}

/**
 * `git am` strips a carriage return at the end of a mail's line, and with it the line ends of every CRLF file, unless the body is
 * encoded. Other patches stay readable.
 */
function keepCarriageReturns(mail: Buffer): Buffer {
  if (!mail.includes('\r')) return mail;
  const bodyAt = mail.indexOf('\n\n') + 2;
  const headers = mail
    .subarray(0, bodyAt - 1)
    .toString('utf8')
    .split(/\n(?![ \t])/)
    .filter((header) => header !== '' && !/^(mime-version|content-)/i.test(header));
  const encoded = mail.subarray(bodyAt).toString('base64').replace(/.{76}/g, '$&\n');
  return Buffer.from(
    [
      ...headers,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=UTF-8',
      'Content-Transfer-Encoding: base64',
      '',
      encoded,
      '',
    ].join('\n'),
  );
}
