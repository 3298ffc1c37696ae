import pc from 'picocolors';
import { outcomeOf } from '../report/outcome';
import type { Accepted, Answered, BlindSpot, Cause, Report, Site, UnseenSite } from '../report/report';
import { visible } from '../report/visible';
import { UNUSED_ANSWERS_TITLE, unusedAnswers, unusedAnswerTexts } from './answer-text';
import {
  BLIND_SPOTS_TEXT,
  BLIND_SPOTS_TITLE,
  blindSpotPlace,
  blindSpotText,
  leftAloneText,
  nothingFound,
} from './blind-spot-text';
import { CAUSES_TEXT, CAUSES_TITLE, followText, reasonsOf } from './cause-text';
import { rulesOf } from './most-urgent-first';
import { type Invocation, nextSteps } from './next-steps';
import { siteDiff } from './site-diff';
import { percentDone } from './tally';
import { clipped, place, type Screen, wrapped } from './terminal-screen';
import { UNSEEN_ADVICE, UNSEEN_TITLE, unseenPlace, usageText } from './usage-text';
import { errorOrigin, verificationTitle } from './verification-text';
import type { Wording } from './wording';
import { countOf, dayOf, durationOf, numberOf, outcomeWord, REVIEW_WORD, rewrittenWord } from './words';

export interface TerminalOptions {
  wording: Wording;
  /** Path from the working directory to the root, so that editors open `file:line:column`. */
  base?: string | undefined;
  color?: boolean | undefined;
  /** Columns; 80 by default. */
  width?: number | undefined;
  /** Lines; 24 by default. */
  height?: number | undefined;
  /** How the run was started, for the suggested commands. Without it, none is suggested: it might do more than the run. */
  invocation?: Invocation | undefined;
}

/** Default height of the screen, in lines. */
const SCREEN = 24;

/** Further rewritten sites of a rule are counted, not listed; the other formats list them. */
const REWRITTEN_SHOWN = 20;

/** Further new sites, questions, blind spots or accepted places are counted, not listed. */
const ROWS_SHOWN = 50;

/** Characters shown before a change if the line is too long. */
const CONTEXT = 8;

/** Lines of code shown per site. */
const CODE_SHOWN = 8;

/** The report for a terminal or a CI log; ends with a newline. */
export function terminal(report: Report, options: TerminalOptions): string {
  const screen: Screen = {
    wording: options.wording,
    colors: pc.createColors(options.color ?? false),
    width: Math.max(40, options.width ?? 80),
    base: options.base === undefined || options.base === '' ? '' : `${options.base.replace(/\/+$/, '')}/`,
  };
  const sections = [
    head(report, screen),
    unseen(report.unseen ?? [], screen),
    comparison(report, screen),
    causes(report.causes ?? [], screen),
    ...rulesOf(report, report.sites, options.wording.byRule).map((rule) => ruleSection(report, rule, screen)),
    blindSpots(report.blindSpots ?? [], screen),
    accepted(report.accepted ?? [], screen),
    answers(report.answers ?? [], screen),
    failures(report, screen),
    verification(report, screen),
    advice(report, screen),
    orderOfRollOut(report, screen),
  ].filter((lines) => lines.length > 0);
  const isLong = sections.reduce((sum, { length }) => sum + length + 1, 0) > (options.height ?? SCREEN);
  const last = [
    ...(isLong ? [summary(report, screen)] : []),
    ...(options.invocation ? [next(report, screen, options.invocation)] : []),
  ];
  return `${[...sections, ...last].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The summary, repeated at the end of a long report, whose beginning is off the screen. */
function summary(report: Report, screen: Screen): string[] {
  const { summary: total, blindSpots: spots = [], causes: questions = [] } = report;
  if (total.sites === 0) return [`${nothingFound(report)}`];
  const { colors } = screen;
  const rest = [
    ...(questions.length > 0 ? [`${countOf(questions.length, 'question')} to settle`] : []),
    ...(spots.length > 0 ? [countOf(spots.length, 'blind spot')] : []),
    ...(total.filesFailed > 0 ? [`${countOf(total.filesFailed, 'file')} failed`] : []),
  ];
  const text = [`${countOf(total.sites, 'legacy use')}: ${counts(report)}`, ...rest].join(', ');
  return wrapped(text, 0, screen).map((line) => colors.bold(line));
}

const counts = (report: Report): string =>
  `${numberOf(report.summary.rewritten)} ${rewrittenWord[outcomeOf(report)]}, ${numberOf(report.summary.review)} ${REVIEW_WORD}`;

function head(report: Report, { colors, width }: Screen): string[] {
  const { summary, tool } = report;
  const title = `${colors.bold(visible(tool.name))} ${visible(tool.version)}, ${outcomeWord[outcomeOf(report)]}`;
  const scanned = `${countOf(summary.filesScanned, 'file')} scanned in ${durationOf(report.durationMs)}`;
  const others = leftAloneText(report.leftAlone);
  const leftAlone = others === undefined ? [] : wrapped(others, 2, { width }).map((line) => colors.dim(line));
  if (summary.sites === 0) return [title, `  ${nothingFound(report)}; ${scanned}`, ...leftAlone];
  const percent = percentDone(summary);
  const bar = Math.round((Math.min(40, width - 20) * percent) / 100);
  const track = Math.min(40, width - 20) - bar;
  return [
    title,
    `  ${colors.bold(countOf(summary.sites, 'legacy use'))}; ${scanned}`,
    `  ${colors.green('█'.repeat(bar))}${colors.dim('░'.repeat(track))} ${percent} %`,
    `  ${colors.green(`${numberOf(summary.rewritten)} ${rewrittenWord[outcomeOf(report)]}`)}, ${colors.yellow(`${numberOf(summary.review)} ${REVIEW_WORD}`)}`,
    ...leftAlone,
  ];
}

function verification({ verification: shown }: Report, screen: Screen): string[] {
  if (!shown) return [];
  const { colors, base } = screen;
  const title = visible(verificationTitle(shown));
  return [
    shown.status === 'passed' ? colors.green(title) : colors.red(colors.bold(title)),
    ...shown.newErrors.flatMap((error) => [
      `  ${colors.bold(`${base}${visible(error.file)}:${error.line}:${error.column}`)}`,
      ...wrapped(`TS${error.code}: ${visible(error.message)}`, 4, screen),
      ...wrapped(visible(errorOrigin(error)), 4, screen),
    ]),
    ...shown.notSeen.flatMap((text) => wrapped(visible(text), 2, screen)),
  ];
}

function unseen(sites: readonly UnseenSite[], screen: Screen): string[] {
  if (sites.length === 0) return [];
  return [
    screen.colors.red(screen.colors.bold(`${UNSEEN_TITLE} (${numberOf(sites.length)})`)),
    ...wrapped(UNSEEN_ADVICE, 2, screen),
    ...sites.flatMap((site) => [
      `  ${screen.colors.bold(visible(unseenPlace(site)))}`,
      ...wrapped(
        `${visible(site.code)}, ${usageText(site)}${site.function === undefined ? '' : `, in function ${site.function}`}`,
        4,
        screen,
      ),
    ]),
  ];
}

/** The questions to settle, each with the number of sites that follow from it. */
function causes(all: readonly Cause[], screen: Screen): string[] {
  if (all.length === 0) return [];
  const { colors } = screen;
  return [
    colors.yellow(colors.bold(`${CAUSES_TITLE} (${numberOf(all.length)})`)),
    ...wrapped(CAUSES_TEXT, 2, screen),
    ...all
      .slice(0, ROWS_SHOWN)
      .flatMap((cause) => [
        `    ${followText(cause)} ${colors.bold(place(cause, screen))}`,
        ...wrapped(cause.question, 6, screen),
        ...wrapped(`${cause.advice}.`, 6, screen),
      ]),
    ...beyond(all.length - ROWS_SHOWN),
  ];
}

/** The accepted places, with their reasons. */
function accepted(all: readonly Accepted[], screen: Screen): string[] {
  if (all.length === 0) return [];
  return [
    screen.colors.bold(`Accepted (${numberOf(all.length)})`),
    ...all
      .slice(0, ROWS_SHOWN)
      .flatMap((entry) => [
        `    ${visible(screen.base + blindSpotPlace(entry))}${entry.rule === undefined ? '' : `  ${visible(entry.rule)}`}`,
        ...wrapped(entry.reason, 6, screen),
      ]),
    ...beyond(all.length - ROWS_SHOWN),
  ];
}

/** Only a few unneeded answers are listed, since they do no harm. */
const UNNEEDED_SHOWN = 3;

/** The unused answers. */
function answers(all: readonly Answered[], screen: Screen): string[] {
  const groups = unusedAnswers(all);
  if (groups.length === 0) return [];
  return [
    screen.colors.bold(UNUSED_ANSWERS_TITLE),
    ...groups.flatMap(({ status, answers: group }) => {
      const shown = status === 'stale' ? ROWS_SHOWN : UNNEEDED_SHOWN;
      return [
        ...wrapped(`${numberOf(group.length)} ${status}. ${unusedAnswerTexts[status]}`, 2, screen),
        ...group
          .slice(0, shown)
          .map(({ id, file, choice }) => `    ${visible(`${id}  ${screen.base}${file}  ${choice}`)}`),
        ...beyond(group.length - shown),
      ];
    }),
  ];
}

/** A line with the number of omitted rows. */
function beyond(more: number): string[] {
  return more > 0 ? [`    … and ${numberOf(more)} more; a --report file lists them all`] : [];
}

function ruleSection(report: Report, rule: string, screen: Screen): string[] {
  const { colors, wording } = screen;
  const sites = report.sites.filter((site) => site.rule === rule);
  const review = sites.filter((site) => site.status === 'review');
  const rewritten = sites.filter((site) => site.status === 'rewritten');
  const text = wording.ruleText(rule, sites[0]?.code);
  const reasonOf = reasonsOf(report);
  return [
    `${colors.bold(visible(rule))}${text.code === undefined ? '' : `  ${colors.dim(visible(text.code))}`}`,
    ...wrapped(text.message, 2, screen),
    ...(review.length > 0
      ? [
          `  ${colors.yellow(`${numberOf(review.length)} ${REVIEW_WORD}`)}`,
          ...review.flatMap((site) => reviewLines(site, reasonOf(site), screen)),
        ]
      : []),
    ...(rewritten.length > 0
      ? [
          `  ${colors.green(`${numberOf(rewritten.length)} ${rewrittenWord[outcomeOf(report)]}`)}`,
          ...rewrittenLines(rewritten, screen),
        ]
      : []),
  ];
}

function reviewLines(site: Site, reason: string | undefined, screen: Screen): string[] {
  const { colors } = screen;
  const code = codeOf(site);
  const more = code.length - CODE_SHOWN;
  return [
    `    ${colors.bold(place(site, screen))}`,
    ...code.slice(0, CODE_SHOWN).map((line) => `      ${colors.cyan(clipped(line, screen.width - 6))}`),
    ...(more > 0 ? [`      ${colors.dim(`… ${countOf(more, 'more line')}`)}`] : []),
    ...wrapped(reason ?? screen.wording.ruleText(site.rule, site.code).advice, 6, screen),
    ...site.notes.flatMap((note) => wrapped(`Note: ${note}`, 6, screen)),
    ...(site.usage ? wrapped(`In production: ${usageText(site.usage)}`, 6, screen) : []),
  ];
}

/** One line per site: its place and the new code, clipped to the screen; then the notes on it. */
function rewrittenLines(sites: readonly Site[], screen: Screen): string[] {
  const shown = sites.slice(0, REWRITTEN_SHOWN);
  const places = shown.map((site) => place(site, screen));
  const column = Math.min(Math.max(...places.map((text) => text.length)), Math.floor(screen.width / 2));
  return [
    ...shown.flatMap((site, index) => {
      const start = `    ${(places[index] ?? '').padEnd(column)}`;
      const room = screen.width - start.length - 2;
      const code = room < 16 ? '' : newCode(site, room);
      const ownNotes = site.notes.filter((note) => note !== screen.wording.ruleText(site.rule).note);
      return [
        code === '' ? start.trimEnd() : `${start}  ${screen.colors.dim(code)}`,
        ...ownNotes.flatMap((note) => wrapped(`Note: ${note}`, 6, screen)),
        ...(site.usage ? wrapped(`In production: ${usageText(site.usage)}`, 6, screen) : []),
      ];
    }),
    ...beyond(sites.length - shown.length),
  ];
}

/** The first added line of a rewrite, clipped around its first change. */
function newCode(site: Site, room: number): string {
  const pieces = siteDiff(site).find((line) => line.kind === 'added')?.pieces ?? [];
  const change = pieces.findIndex((piece) => piece.changed);
  const ahead = pieces
    .slice(0, Math.max(0, change))
    .map((piece) => piece.text)
    .join('');
  const text = pieces.map((piece) => piece.text).join('');
  const indent = text.length - text.trimStart().length;
  const end = ahead.length + (pieces[change]?.text.length ?? 0);
  if (end - indent < room) return clipped(text.trim(), room);
  return clipped(`…${text.slice(Math.max(indent, ahead.length - CONTEXT))}`, room);
}

function blindSpots(spots: readonly BlindSpot[], screen: Screen): string[] {
  if (spots.length === 0) return [];
  const shown = spots.slice(0, ROWS_SHOWN);
  return [
    screen.colors.yellow(screen.colors.bold(`${BLIND_SPOTS_TITLE} (${numberOf(spots.length)})`)),
    ...wrapped(BLIND_SPOTS_TEXT, 2, screen),
    ...shown.flatMap((spot) => [
      `    ${screen.colors.bold(visible(screen.base + blindSpotPlace(spot)))}`,
      ...wrapped(blindSpotText(spot), 6, screen),
    ]),
    ...beyond(spots.length - shown.length),
  ];
}

function comparison(report: Report, screen: Screen): string[] {
  const { comparison: since } = report;
  if (!since) return [];
  const { colors } = screen;
  return [
    colors.bold(`Since ${dayOf(since.since.startedAt)}`),
    `  ${colors.green(`${numberOf(since.migrated.length)} migrated`)}, ${colors.red(`${numberOf(since.appeared.length)} appeared`)}, ${colors.yellow(`${numberOf(since.remaining.length)} remaining`)}`,
    ...since.appeared
      .slice(0, ROWS_SHOWN)
      .map((site) => `  ${colors.red('new')}  ${place(site, screen)}  ${visible(site.rule)}`),
    ...beyond(since.appeared.length - ROWS_SHOWN),
  ];
}

function failures(report: Report, screen: Screen): string[] {
  const failed = report.files.filter((file) => file.status === 'failed');
  if (failed.length === 0) return [];
  return [
    screen.colors.red(screen.colors.bold(`${countOf(failed.length, 'file')} failed, left untouched`)),
    ...failed.flatMap((file) => [
      `  ${visible(screen.base + file.file)}`,
      ...wrapped(file.error ?? 'no reason was recorded', 4, screen),
    ]),
  ];
}

function advice(report: Report, screen: Screen): string[] {
  const entries = report.advice ?? [];
  if (entries.length === 0) return [];
  const { title, text } = screen.wording.advice;
  return [
    screen.colors.bold(`${title} (${numberOf(entries.length)})`),
    ...wrapped(text, 2, screen),
    ...entries.flatMap((entry) => [
      `    ${screen.colors.bold(place(entry, screen))}`,
      ...wrapped(entry.note, 6, screen),
    ]),
  ];
}

function orderOfRollOut(report: Report, screen: Screen): string[] {
  const { steps, summary } = screen.wording.rollOut;
  if (steps(report).length === 0) return [];
  return [screen.colors.bold(summary.title), ...wrapped(summary.text, 2, screen)];
}

function next(report: Report, screen: Screen, invocation: Invocation): string[] {
  return [
    screen.colors.bold('Next'),
    ...nextSteps(report, screen.wording, invocation).flatMap((step) => [
      `  ${screen.colors.cyan(visible(step.command))}`,
      ...wrapped(step.why, 4, screen),
    ]),
  ];
}

function codeOf(site: Site): string[] {
  return siteDiff({ before: site.before }).map((line) => line.pieces.map((piece) => piece.text).join(''));
}
