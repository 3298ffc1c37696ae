import type { MessagePort } from 'node:worker_threads';
import { analyseBatch } from '../analyse-batch';
import { batchContext, openRepository } from '../batch-context';
import { collectGarbage } from '../batches';
import { disk } from '../file-system/disk';
import { type Migration, transformsOf } from '../migration';
import { answerBook } from '../questions/answer-book';
import { packagesOf } from '../scan/packages';
import { candidateOf } from '../scan/scan';
import { loadParsers } from '../templates/parsers';
import { portable, type ThreadData, type ThreadMessage, takeNext } from './messages';

/** Takes batches from the work queue and sends their results until none is left. */
export async function analyseInThread(
  migration: Migration,
  { files, mentions, leaving, packages, candidates, overview, batches, next, rules, ...data }: ThreadData,
  port: Pick<MessagePort, 'postMessage'>,
): Promise<void> {
  const { root } = data;
  const scanned = candidates.map((candidate) => candidateOf(root, candidate, disk));
  const transforms = await transformsOf(migration);
  const options = {
    ...data,
    migration,
    transforms: transforms.filter(({ rule }) => rules.includes(rule)),
    otherTransforms: transforms.filter(({ rule }) => !rules.includes(rule)),
    fileSystem: disk,
    answers: answerBook(data.answers),
    parsers: await loadParsers(scanned),
    scan: { files, mentions, leaving, packages: packagesOf(packages), candidates: scanned },
  };
  const repository = openRepository(options);
  const context = batchContext(options, repository, overview);
  const told = { crossings: 0, outside: 0 };
  for (let index = takeNext(next); index < batches.length; index = takeNext(next)) {
    const result = analyseBatch(
      batches[index]!.map((at) => scanned[at]!),
      context,
    );
    const [crossings, outside] = [repository.crossings(), repository.files.outside()];
    port.postMessage({
      index,
      files: result.files.map(portable),
      failed: result.failed,
      crossings: crossings.slice(told.crossings),
      outside: outside.slice(told.outside),
    } satisfies ThreadMessage);
    [told.crossings, told.outside] = [crossings.length, outside.length];
    collectGarbage();
  }
}
