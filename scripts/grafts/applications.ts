import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Report } from '../../codemods/report/report';
import { migrateTree } from '../corpora/prove';
import { emptyOutcome, judgeReceiver, type Outcome } from './judge';
import { parseTruth } from './truth';

const projects = join(dirname(dirname(import.meta.dirname)), 'fixtures/projects');

/** The repository's own applications in old JavaScript, which need no package: those of `fixtures/projects` with a truth. */
export function proveApplications(): { name: string; outcome: Outcome }[] {
  return readdirSync(projects)
    .filter((name) => name.startsWith('legacy-'))
    .map((name) => ({ name, outcome: proveApplication(join(projects, name)) }));
}

function proveApplication(folder: string): Outcome {
  const truth = parseTruth(readFileSync(join(folder, 'truth.txt'), 'utf8'), `${folder}/truth.txt`);
  const scratch = mkdtempSync(join(tmpdir(), 'zentra-grafts-'));
  try {
    const tree = join(scratch, 'tree');
    cpSync(join(folder, 'before'), tree, { recursive: true });
    const { report } = migrateTree(tree, scratch, []);
    const outcome = emptyOutcome();
    for (const { file, line, verdict } of truth) {
      judgeReceiver({ published: `${file}:${line}`, verdict }, siteAt(report, file, line), outcome);
    }
    for (const file of readdirSync(tree, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const path = join(file.parentPath, file.name).slice(tree.length + 1);
      const isExpected = readFileSync(join(tree, path)).equals(readFileSync(join(folder, 'after', path)));
      if (!isExpected) outcome.wrong.push(`${path}: other bytes than expected`);
    }
    return outcome;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** These applications have one receiver on a line. */
const siteAt = ({ sites }: Report, file: string, line: number) =>
  sites.find((site) => site.file === file && site.line === line);
