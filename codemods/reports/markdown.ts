import { outcomeOf } from '../report/outcome';
import { MARKDOWN_END } from '../report/own-report';
import type { Report } from '../report/report';
import { UNUSED_ANSWERS_TITLE, unusedAnswers, unusedAnswerTexts } from './answer-text';
import {
  BLIND_SPOTS_TEXT,
  BLIND_SPOTS_TITLE,
  blindSpotPlace,
  blindSpotText,
  leftAloneText,
  nothingFound,
} from './blind-spot-text';
import { CAUSES_TEXT, CAUSES_TITLE, followText } from './cause-text';
import type { Owners } from './codeowners';
import { cut, EACH_LIMIT, foldedNote, type Level, LIMIT, levels } from './markdown-fold';
import { countsBy, review } from './markdown-review';
import { codeCell, codeSpan, markdownText } from './markdown-text';
import { percentDone, tallyByOwner, tallyByRule } from './tally';
import { UNSEEN_ADVICE, UNSEEN_TITLE, unseenPlace, usageText } from './usage-text';
import { errorOrigin, verificationTitle } from './verification-text';
import type { Wording } from './wording';
import {
  capitalised,
  countOf,
  dayOf,
  durationOf,
  lowerFirst,
  numberOf,
  outcomeWord,
  placeOf,
  REVIEW_WORD,
  rewrittenWord,
  timeOf,
} from './words';

export interface MarkdownOptions {
  wording: Wording;
  codeowners?: Owners | undefined;
}

/** Number of sites listed as those that production runs most. */
const MOST_RUN_SHOWN = 20;

/** Number of places named for one note. */
const PLACES_SHOWN = 3;

/**
 * The body of a pull request: summary, table by rule, checklist of sites for review, roll-out order.
 * Folds sections until GitHub accepts the body, and says what was folded.
 */
export function markdown(report: Report, options: MarkdownOptions): string {
  for (const level of levels) {
    if (level.each && report.summary.review > EACH_LIMIT) continue;
    const body = bodyOf(report, options, level);
    if (Buffer.byteLength(body) < LIMIT) return body;
  }
  return cut(bodyOf(report, options, levels.at(-1) ?? levels[0]));
}

function bodyOf(report: Report, { wording, codeowners }: MarkdownOptions, level: Level): string {
  const sections = [
    summary(report, wording),
    verification(report, level),
    unseen(report, level),
    comparison(report, level),
    ruleTable(report, wording),
    causes(report, level),
    mostRun(report, level),
    review(report, level, wording),
    blindSpots(report, level),
    advice(report, level, wording),
    orderOfRollOut(report, wording),
    accepted(report, level),
    answers(report, level),
    ownerTable(report, codeowners, level),
    rewrittenNotes(report, level, wording),
    rewritten(report, level),
    failures(report, level),
    footer(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function summary(report: Report, wording: Wording): string[] {
  const { summary: total } = report;
  const title = `## ${wording.title}: ${percentDone(total)} % ${outcomeOf(report) === 'write' ? 'done' : 'can be done by machine'}`;
  if (total.sites === 0) {
    return [
      `## ${wording.title}: ${lowerFirst(nothingFound(report))}`,
      '',
      `${countOf(total.filesScanned, 'file')} scanned.`,
      ...leftAlone(report),
    ];
  }
  return [
    title,
    '',
    `**${countOf(total.sites, 'legacy use')}** in ${countOf(new Set(report.sites.map((site) => site.file)).size, 'file')}: **${numberOf(total.rewritten)} ${rewrittenWord[outcomeOf(report)]}**, **${numberOf(total.review)} ${REVIEW_WORD}**${total.filesFailed > 0 ? `, and **${countOf(total.filesFailed, 'file')} failed**` : ''}.`,
    ...leftAlone(report),
  ];
}

function verification({ verification: shown }: Report, level: Level): string[] {
  if (!shown) return [];
  const errors = shown.newErrors.slice(0, level.rows);
  return [
    '### Types before and after',
    '',
    markdownText(`${verificationTitle(shown)}.`),
    '',
    ...errors.map((error) => {
      const origin = errorOrigin(error);
      const text = `TS${error.code}: ${error.message}${origin && `; ${origin}`}`;
      return `- ${codeSpan(`${error.file}:${error.line}:${error.column}`)} ${markdownText(text)}`;
    }),
    ...foldedNote(shown.newErrors.length - errors.length, 'new type error'),
    ...shown.notSeen.map((text) => `- ${markdownText(text)}`),
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

function ruleTable(report: Report, wording: Wording): string[] {
  if (report.sites.length === 0) return [];
  return [
    '### By rule',
    '',
    `| Rule | Code | ${capitalised(rewrittenWord[outcomeOf(report)])} | ${capitalised(REVIEW_WORD)} | What it means |`,
    '| --- | --- | ---: | ---: | --- |',
    ...tallyByRule(report, wording).map((tally) => {
      const text = wording.ruleText(tally.name, report.sites.find((site) => site.rule === tally.name)?.code);
      const code = text.code === undefined ? '' : codeCell(text.code);
      return `| ${codeCell(tally.name)} | ${code} | ${numberOf(tally.rewritten)} | ${numberOf(tally.review)} | ${markdownText(text.message)} |`;
    }),
  ];
}

/** The questions to settle, each with the number of sites that follow from it. */
function causes({ causes: all = [] }: Report, level: Level): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, level.rows);
  return [
    `### ${CAUSES_TITLE} (${numberOf(all.length)})`,
    '',
    CAUSES_TEXT,
    '',
    ...shown.map((cause) => {
      const words = level.reasons ? `: ${markdownText(`${cause.question} ${cause.advice}.`)}` : '';
      return `- [ ] **${followText(cause)}** ${codeSpan(placeOf(cause))}${words}`;
    }),
    ...foldedNote(all.length - shown.length, 'question'),
  ];
}

/** The sites that production runs most, those that a run rewrites among them: the lists of these have counts only. */
function mostRun(report: Report, level: Level): string[] {
  const ran = report.sites.flatMap((site) => (site.usage ? [{ site, usage: site.usage }] : []));
  if (ran.length === 0) return [];
  const rows = Math.min(MOST_RUN_SHOWN, level.rows);
  const word = { review: REVIEW_WORD, rewritten: rewrittenWord[outcomeOf(report)] };
  return [
    `### Run in production (${numberOf(ran.length)})`,
    '',
    ...ran
      .slice(0, rows)
      .map(
        ({ site, usage }) =>
          `- ${codeSpan(placeOf(site))} (${markdownText(site.rule)}), ${word[site.status]}: ${markdownText(usageText(usage))}`,
      ),
    ...foldedNote(ran.length - rows, 'site that production runs', 'sites that production runs'),
  ];
}

/** The accepted places, with their reasons. */
function accepted({ accepted: all = [] }: Report, level: Level): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, level.rows);
  return [
    `### Accepted (${numberOf(all.length)})`,
    '',
    ...shown.map((entry) => {
      const rule = entry.rule === undefined ? '' : ` (${markdownText(entry.rule)})`;
      return `- ${codeSpan(blindSpotPlace(entry))}${rule}: ${markdownText(entry.reason)}`;
    }),
    ...foldedNote(all.length - shown.length, 'accepted place'),
  ];
}

/** The unused answers. */
function answers(report: Report, level: Level): string[] {
  const groups = unusedAnswers(report.answers);
  if (groups.length === 0) return [];
  return [
    `### ${UNUSED_ANSWERS_TITLE}`,
    ...groups.flatMap(({ status, answers: group }) => {
      const shown = group.slice(0, level.rows);
      const box = status === 'stale' ? '- [ ] ' : '- ';
      return [
        '',
        `**${numberOf(group.length)} ${status}.** ${unusedAnswerTexts[status]}.`,
        '',
        ...shown.map(
          ({ id, file, choice }) => `${box}${codeSpan(id)} ${codeSpan(file)}: ${markdownText(choice)}`,
        ),
        ...foldedNote(group.length - shown.length, 'answer'),
      ];
    }),
  ];
}

function leftAlone(report: Report): string[] {
  const text = leftAloneText(report.leftAlone);
  return text === undefined ? [] : ['', markdownText(`${text}.`)];
}

function blindSpots(report: Report, level: Level): string[] {
  const spots = report.blindSpots ?? [];
  if (spots.length === 0) return [];
  const shown = spots.slice(0, level.rows);
  return [
    `### ${BLIND_SPOTS_TITLE} (${numberOf(spots.length)})`,
    '',
    BLIND_SPOTS_TEXT,
    '',
    ...shown.map((spot) => `- [ ] ${codeSpan(blindSpotPlace(spot))}: ${markdownText(blindSpotText(spot))}`),
    ...foldedNote(spots.length - shown.length, 'blind spot'),
  ];
}

function advice(report: Report, level: Level, wording: Wording): string[] {
  const entries = report.advice ?? [];
  if (entries.length === 0) return [];
  const { title, text } = wording.advice;
  const shown = entries.slice(0, level.rows);
  return [
    `### ${title} (${numberOf(entries.length)})`,
    '',
    text,
    '',
    ...shown.map((entry) => `- [ ] ${codeSpan(placeOf(entry))}: ${markdownText(entry.note)}`),
    ...foldedNote(entries.length - shown.length, 'piece of advice', 'pieces of advice'),
  ];
}

function orderOfRollOut(report: Report, { rollOut }: Wording): string[] {
  const steps = rollOut.steps(report);
  if (steps.length === 0) return [];
  return [
    `### ${rollOut.title}`,
    '',
    rollOut.lead,
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
    `| Owner | ${capitalised(rewrittenWord[outcomeOf(report)])} | ${capitalised(REVIEW_WORD)} |`,
    '| --- | ---: | ---: |',
    ...shown.map(
      (tally) => `| ${codeCell(tally.name)} | ${numberOf(tally.rewritten)} | ${numberOf(tally.review)} |`,
    ),
    ...foldedNote(tallies.length - shown.length, 'owner'),
  ];
}

/** Notes on single rewrites. A rule's note on all its sites is left out; the roll-out order has it. */
function rewrittenNotes(report: Report, level: Level, wording: Wording): string[] {
  const places = new Map<string, string[]>();
  for (const site of report.sites.filter((one) => one.status === 'rewritten')) {
    for (const note of site.notes.filter((text) => text !== wording.ruleText(site.rule).note)) {
      places.set(note, [...(places.get(note) ?? []), placeOf(site)]);
    }
  }
  if (places.size === 0) return [];
  const shown = [...places].slice(0, level.rows);
  return [
    `### Notes on what ${outcomeOf(report) === 'write' ? 'was' : 'would be'} rewritten`,
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
    `<summary>${capitalised(rewrittenWord[outcomeOf(report)])}: ${countOf(sites.length, 'site')} in ${countOf(counts.length, 'file')}</summary>`,
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
    `${markdownText(`${tool.name} ${tool.version}`)}, ${outcomeWord[outcomeOf(report)]}, ${timeOf(startedAt)}: ${countOf(total.filesScanned, 'file')} scanned in ${durationOf(durationMs)}. ${MARKDOWN_END}`,
  ];
}
