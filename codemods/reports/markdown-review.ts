import type { Report, Site } from '../report/report';
import { reasonsOf } from './cause-text';
import type { Level } from './markdown-fold';
import { foldedNote } from './markdown-fold';
import { codeBlock, codeSpan, markdownText } from './markdown-text';
import { rulesOf } from './most-urgent-first';
import { siteDiff } from './site-diff';
import { folderOf } from './tally';
import { usageText } from './usage-text';
import type { Wording } from './wording';
import { countOf, numberOf, placeOf } from './words';

/** The checklist of sites for review, in the detail of the level. */
export function review(report: Report, level: Level, wording: Wording): string[] {
  const sites = report.sites.filter((site) => site.status === 'review');
  if (sites.length === 0) return [];
  return [
    `### To review (${numberOf(sites.length)})`,
    '',
    ...(level.each ? eachSite(report, sites, level, wording) : eachFile(sites, level)),
  ];
}

function eachSite(
  report: Report,
  sites: readonly Site[],
  level: Level,
  { byRule, ruleText }: Wording,
): string[] {
  const reasonOf = reasonsOf(report);
  const shown = sites.slice(0, level.rows);
  return [
    ...foldedCode(level),
    ...rulesOf(report, shown, byRule).flatMap((rule) => {
      const own = shown.filter((site) => site.rule === rule);
      return [
        `**${markdownText(rule)}**: ${markdownText(ruleText(rule, own[0]?.code).advice)}`,
        '',
        ...own.flatMap((site) => checkItem(site, level, reasonOf(site))),
        '',
      ];
    }),
    ...foldedNote(sites.length - shown.length, 'site to review', 'sites to review'),
  ];
}

function checkItem(site: Site, level: Level, why: string | undefined): string[] {
  const usage = site.usage ? ` (${markdownText(usageText(site.usage))})` : '';
  const reason = level.reasons && why !== undefined ? `: ${markdownText(why)}` : '';
  return [
    `- [ ] ${codeSpan(placeOf(site))}${usage}${reason}`,
    ...(level.reasons ? site.notes.map((note) => `  - ${markdownText(note)}`) : []),
    ...(level.code ? ['', ...codeBlock(codeOf(site), languageOf(site.file), '  '), ''] : []),
  ];
}

function eachFile(sites: readonly Site[], level: Level): string[] {
  const byFile = countsBy(sites, (site) => site.file);
  const counts = byFile.length <= level.rows ? byFile : countsBy(sites, (site) => folderOf(site.file));
  const shown = counts.slice(0, level.rows);
  const left = counts.slice(level.rows).reduce((sum, [, count]) => sum + count, 0);
  const what = counts === byFile ? 'file' : 'folder';
  return [
    `> Folded: ${countOf(sites.length, 'site')} to review, counted by ${what}, because a pull request's body ends at 65,536 characters. The HTML report lists every one.`,
    '',
    ...shown.map(([name, count]) => `- [ ] ${codeSpan(name)}: ${countOf(count, 'site')}`),
    ...foldedNote(left, 'site to review', 'sites to review'),
  ];
}

function foldedCode(level: Level): string[] {
  if (level.code) return [];
  const what = level.reasons ? 'the code of each site' : 'the code and the reason of each site';
  return [
    `> Folded: ${what}, because a pull request's body ends at 65,536 characters. The HTML report has it.`,
    '',
  ];
}

/** The names with their counts, highest count first. */
export function countsBy(sites: readonly Site[], nameOf: (site: Site) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const site of sites) counts.set(nameOf(site), (counts.get(nameOf(site)) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
}

function codeOf(site: Site): string {
  return siteDiff({ before: site.before })
    .map((line) => line.pieces.map((piece) => piece.text).join(''))
    .join('\n');
}

function languageOf(file: string): string {
  return /\.[cm]?tsx?$/.test(file) ? 'ts' : 'js';
}
