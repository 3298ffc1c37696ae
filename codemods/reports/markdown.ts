import { ADVICE_TEXT, ADVICE_TITLE } from './advice-text';
import type { Owners } from './codeowners';
import { codeBlock, codeCell, codeSpan, markdownText } from './markdown-text';
import type { Report, Site } from './report';
import { rollOut } from './roll-out';
import { byRule, ruleText } from './rule-text';
import { siteDiff } from './site-diff';
import { folderOf, percentDone, tallyByOwner, tallyByRule } from './tally';
import { UNSEEN_ADVICE, UNSEEN_TITLE, unseenPlace, usageText } from './usage-text';
import { countOf, dayOf, durationOf, modeWord, numberOf, REVIEW_WORD, rewrittenWord, timeOf } from './words';

export interface MarkdownOptions {
  codeowners?: Owners | undefined;
}

/** GitHub refuses a pull request's body beyond 65,536 characters; counted in bytes, which are never fewer. */
const LIMIT = 65_536;

/** What the longest section may hold before it is folded further, from all there is to numbers only. */
const levels = [
  { code: true, reasons: true, each: true, rows: Number.POSITIVE_INFINITY },
  { code: false, reasons: true, each: true, rows: Number.POSITIVE_INFINITY },
  { code: false, reasons: false, each: true, rows: Number.POSITIVE_INFINITY },
  { code: false, reasons: false, each: false, rows: 300 },
  { code: false, reasons: false, each: false, rows: 100 },
  { code: false, reasons: false, each: false, rows: 20 },
  { code: false, reasons: false, each: false, rows: 5 },
] as const;

/** More sites to review than this do not fit one by one, whatever their names. */
const EACH_LIMIT = 4_000;

/** Places named for one note. */
const PLACES_SHOWN = 3;

type Level = (typeof levels)[number];

/**
 * The body of a pull request as it stands: summary, table by rule, check-list of what needs a person, roll-out order.
 * Folds itself until GitHub accepts it, and says what was folded.
 */
export function markdown(report: Report, options: MarkdownOptions = {}): string {
  for (const level of levels) {
    if (level.each && report.summary.review > EACH_LIMIT) continue;
    const body = bodyOf(report, options, level);
    if (Buffer.byteLength(body) < LIMIT) return body;
  }
  return cut(bodyOf(report, options, levels.at(-1) ?? levels[0]));
}

function bodyOf(report: Report, options: MarkdownOptions, level: Level): string {
  const sections = [
    summary(report),
    unseen(report, level),
    comparison(report, level),
    ruleTable(report),
    review(report, level),
    advice(report, level),
    closures(report),
    ownerTable(report, options.codeowners, level),
    rewrittenNotes(report, level),
    rewritten(report, level),
    failures(report, level),
    footer(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function summary(report: Report): string[] {
  const { summary: total } = report;
  const title = `## Zentra card API migration: ${percentDone(total)} % ${report.mode === 'write' ? 'done' : 'can be done by machine'}`;
  if (total.sites === 0) {
    return [
      '## Zentra card API migration: no legacy use found',
      '',
      `${countOf(total.filesScanned, 'file')} scanned.`,
    ];
  }
  return [
    title,
    '',
    `**${countOf(total.sites, 'legacy use')}** in ${countOf(new Set(report.sites.map((site) => site.file)).size, 'file')}: **${numberOf(total.rewritten)} ${rewrittenWord[report.mode]}**, **${numberOf(total.review)} ${REVIEW_WORD}**${total.filesFailed > 0 ? `, and **${countOf(total.filesFailed, 'file')} failed**` : ''}.`,
  ];
}

function unseen(report: Report, level: Level): string[] {
  const sites = report.unseen ?? [];
  if (sites.length === 0) return [];
  const shown = sites.slice(0, level.rows);
  return [
    `### ⚠️ ${UNSEEN_TITLE}`,
    '',
    UNSEEN_ADVICE,
    '',
    ...shown.map(
      (site) =>
        `- [ ] ${codeSpan(unseenPlace(site))}: ${markdownText(`${site.code}, ${usageText(site)}`)}${site.function === undefined ? '' : `, in ${codeSpan(site.function)}`}`,
    ),
    ...foldedNote(sites.length - shown.length, 'unseen site'),
  ];
}

function comparison(report: Report, level: Level): string[] {
  const since = report.comparison;
  if (!since) return [];
  const shown = since.appeared.slice(0, level.rows);
  return [
    `### Since ${dayOf(since.since.startedAt)}`,
    '',
    `**${numberOf(since.migrated.length)} migrated**, **${numberOf(since.appeared.length)} appeared**, **${numberOf(since.remaining.length)} remaining**.`,
    ...(shown.length > 0
      ? [
          '',
          'Appeared:',
          '',
          ...shown.map((site) => `- ${codeSpan(placeOf(site))} (${markdownText(site.rule)})`),
        ]
      : []),
    ...foldedNote(since.appeared.length - shown.length, 'new site'),
  ];
}

function ruleTable(report: Report): string[] {
  if (report.sites.length === 0) return [];
  return [
    '### By rule',
    '',
    `| Rule | Code | ${capitalised(rewrittenWord[report.mode])} | ${capitalised(REVIEW_WORD)} | What it means |`,
    '| --- | --- | ---: | ---: | --- |',
    ...tallyByRule(report).map((tally) => {
      const text = ruleText(tally.name, report.sites.find((site) => site.rule === tally.name)?.code);
      const code = text.code === undefined ? '' : codeCell(text.code);
      return `| ${codeCell(tally.name)} | ${code} | ${numberOf(tally.rewritten)} | ${numberOf(tally.review)} | ${markdownText(text.message)} |`;
    }),
  ];
}

function review(report: Report, level: Level): string[] {
  const sites = report.sites.filter((site) => site.status === 'review');
  if (sites.length === 0) return [];
  return [
    `### To review (${numberOf(sites.length)})`,
    '',
    ...(level.each ? eachSite(sites, level) : eachFile(sites, level)),
  ];
}

function eachSite(sites: readonly Site[], level: Level): string[] {
  const shown = sites.slice(0, level.rows);
  const rules = [...new Set(shown.map((site) => site.rule))].sort(byRule);
  return [
    ...foldedCode(level),
    ...rules.flatMap((rule) => {
      const own = shown.filter((site) => site.rule === rule);
      return [
        `**${markdownText(rule)}**: ${markdownText(ruleText(rule, own[0]?.code).advice)}`,
        '',
        ...own.flatMap((site) => checkItem(site, level)),
        '',
      ];
    }),
    ...foldedNote(sites.length - shown.length, 'site to review', 'sites to review'),
  ];
}

function checkItem(site: Site, level: Level): string[] {
  const usage = site.usage ? ` (${markdownText(usageText(site.usage))})` : '';
  const reason = level.reasons && site.reason !== undefined ? `: ${markdownText(site.reason)}` : '';
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

function advice(report: Report, level: Level): string[] {
  const entries = report.advice ?? [];
  if (entries.length === 0) return [];
  const shown = entries.slice(0, level.rows);
  return [
    `### ${ADVICE_TITLE} (${numberOf(entries.length)})`,
    '',
    ADVICE_TEXT,
    '',
    ...shown.map((entry) => `- [ ] ${codeSpan(placeOf(entry))}: ${markdownText(entry.note)}`),
    ...foldedNote(entries.length - shown.length, 'piece of advice', 'pieces of advice'),
  ];
}

function closures(report: Report): string[] {
  const steps = rollOut(report);
  if (steps.length === 0) return [];
  return [
    '### Roll-out order: terminate and closures',
    '',
    'Terminate closes nothing any more. In this order:',
    '',
    ...steps.map((step, index) => `${index + 1}. ${markdownText(step)}`),
  ];
}

function ownerTable(report: Report, owners: Owners | undefined, level: Level): string[] {
  if (!owners || report.sites.length === 0) return [];
  const tallies = tallyByOwner(report, owners);
  const shown = tallies.slice(0, level.rows);
  return [
    '### By owner',
    '',
    `| Owner | ${capitalised(rewrittenWord[report.mode])} | ${capitalised(REVIEW_WORD)} |`,
    '| --- | ---: | ---: |',
    ...shown.map(
      (tally) => `| ${codeCell(tally.name)} | ${numberOf(tally.rewritten)} | ${numberOf(tally.review)} |`,
    ),
    ...foldedNote(tallies.length - shown.length, 'owner'),
  ];
}

/** What to know of single rewrites; what a rule says of all its sites stands with the roll-out order. */
function rewrittenNotes(report: Report, level: Level): string[] {
  const places = new Map<string, string[]>();
  for (const site of report.sites.filter((one) => one.status === 'rewritten')) {
    for (const note of site.notes.filter((text) => text !== ruleText(site.rule).note)) {
      places.set(note, [...(places.get(note) ?? []), placeOf(site)]);
    }
  }
  if (places.size === 0) return [];
  const shown = [...places].slice(0, level.rows);
  return [
    `### Notes on what ${report.mode === 'write' ? 'was' : 'would be'} rewritten`,
    '',
    ...shown.map(([note, at]) => {
      const named = at.slice(0, PLACES_SHOWN).map(codeSpan).join(', ');
      const more = at.length > PLACES_SHOWN ? ` and ${numberOf(at.length - PLACES_SHOWN)} more` : '';
      return `- ${markdownText(note)} (${named}${more})`;
    }),
    ...foldedNote(places.size - shown.length, 'note'),
  ];
}

function rewritten(report: Report, level: Level): string[] {
  const sites = report.sites.filter((site) => site.status === 'rewritten');
  if (sites.length === 0) return [];
  const counts = countsBy(sites, (site) => site.file);
  const shown = counts.slice(0, level.rows);
  return [
    '<details>',
    `<summary>${capitalised(rewrittenWord[report.mode])}: ${countOf(sites.length, 'site')} in ${countOf(counts.length, 'file')}</summary>`,
    '',
    ...shown.map(([name, count]) => `- ${codeSpan(name)}: ${countOf(count, 'site')}`),
    ...foldedNote(counts.length - shown.length, 'file'),
    '',
    '</details>',
  ];
}

function failures(report: Report, level: Level): string[] {
  const failed = report.files.filter((file) => file.status === 'failed');
  if (failed.length === 0) return [];
  const shown = failed.slice(0, level.rows);
  return [
    '### Failed, left untouched',
    '',
    ...shown.map(
      (file) => `- [ ] ${codeSpan(file.file)}: ${markdownText(file.error ?? 'no reason was recorded')}`,
    ),
    ...foldedNote(failed.length - shown.length, 'failed file'),
  ];
}

function footer(report: Report): string[] {
  const { tool, startedAt, durationMs, summary: total } = report;
  return [
    '---',
    `${markdownText(`${tool.name} ${tool.version}`)}, ${modeWord[report.mode]}, ${timeOf(startedAt)}: ${countOf(total.filesScanned, 'file')} scanned in ${durationOf(durationMs)}. Lines and columns are those before the run.`,
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

function foldedNote(left: number, singular: string, plural?: string): string[] {
  return left > 0
    ? [
        '',
        `> Folded: ${countOf(left, `more ${singular}`, `more ${plural ?? `${singular}s`}`)}. The HTML report lists every one.`,
      ]
    : [];
}

/** Names of thousands of characters are all that gets here. */
function cut(body: string): string {
  const note =
    '\n\n> Folded: the rest, because names in it are too long for a pull request. The HTML report has it.\n';
  const bytes = Buffer.from(body).subarray(0, LIMIT - 1 - Buffer.byteLength(note) - 4);
  const text = bytes.toString('utf8');
  return text.slice(0, Math.max(0, text.lastIndexOf('\n'))) + note;
}

/** The names with their counts, most first. */
function countsBy(sites: readonly Site[], nameOf: (site: Site) => string): [string, number][] {
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

function placeOf(site: Pick<Site, 'file' | 'line' | 'column'>): string {
  return `${site.file}:${site.line}:${site.column}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
