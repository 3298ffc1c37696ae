import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { migrate } from '../../../codemods/engine/migrate';
import type { MigrateOptions, MigrateResult } from '../../../codemods/engine/options';
import type { MigrateInternals } from '../../../codemods/engine/setting';
import type { Report } from '../../../codemods/report/report';
import { zentra } from '../../../codemods/zentra/index';
import { wholeTree } from '../engine/whole-tree';
import type { ExpectedSite } from './shape-fixtures';

/** A throw-away folder that holds a repository, and a home for the journals of its runs. */
export interface Tree {
  root: string;
  write(file: string, content: string | Buffer, mode?: number): void;
  read(file: string): Buffer;
  mode(file: string): number;
  migrate(options?: Partial<MigrateOptions>, internals?: MigrateInternals): Promise<MigrateResult>;
  remove(): void;
}

export function createTree(files: Readonly<Record<string, string | Buffer>> = {}): Tree {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shapes-')));
  const root = join(folder, 'tree');
  process.env.XDG_STATE_HOME = join(folder, 'state');
  process.env.XDG_CACHE_HOME = join(folder, 'cache');
  mkdirSync(root);
  const tree: Tree = {
    root,
    write(file, content, mode = 0o644) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
      chmodSync(join(root, file), mode);
    },
    read: (file) => readFileSync(join(root, file)),
    mode: (file) => statSync(join(root, file)).mode & 0o7777,
    migrate: (options, internals) =>
      migrate(zentra, { ...wholeTree, mode: 'write', root, ...options }, internals),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  for (const [file, content] of Object.entries(files)) tree.write(file, content);
  return tree;
}

/** Bytes as text that shows what an editor hides. */
export function visible(bytes: Buffer): string {
  return bytes
    .toString('utf8')
    .replaceAll('\uFEFF', '<BOM>')
    .replaceAll('\r', '<CR>')
    .replaceAll('\t', '<TAB>');
}

/** The report's sites and advice of one file, in the form of a `.sites` file. */
export function reportedSites(report: Report, file: string): ReportedSite[] {
  const sites = report.sites
    .filter((site) => site.file === file)
    .map(({ line, rule, status, reason, notes }) => ({
      line,
      rule,
      status,
      texts: [...(reason ? [reason] : []), ...notes],
    }));
  const advice = (report.advice ?? [])
    .filter((item) => item.file === file)
    .map(({ line, note }) => ({ line, rule: 'advice', status: 'advice' as const, texts: [note] }));
  return [...sites, ...advice].sort((a, b) => a.line - b.line);
}

export interface ReportedSite {
  line: number;
  rule: string;
  status: ExpectedSite['status'];
  texts: readonly string[];
}

const lineOf = ({ line, rule, status }: Pick<ExpectedSite, 'line' | 'rule' | 'status'>) =>
  rule === status ? `${line} ${rule}` : `${line} ${rule} ${status}`;

/** Reported sites against expected ones, as two lists that are equal where all is well. */
export function compareSites(reported: readonly ReportedSite[], expected: readonly ExpectedSite[]) {
  const wanted = expected.map((site) => (site.saying ? `${lineOf(site)} | ${site.saying}` : lineOf(site)));
  const left = [...expected];
  const found = reported.map((site) => {
    const same = (other: ExpectedSite) => lineOf(other) === lineOf(site);
    const heard = ({ saying }: ExpectedSite) =>
      saying === undefined || site.texts.some((text) => text.includes(saying));
    const match = left.find((other) => same(other) && heard(other)) ?? left.find(same);
    if (match) left.splice(left.indexOf(match), 1);
    if (!match?.saying) return lineOf(site);
    return `${lineOf(site)} | ${heard(match) ? match.saying : site.texts.join(' / ')}`;
  });
  return { found: found.sort(), wanted: wanted.sort() };
}
