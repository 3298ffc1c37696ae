import type { Cause, Report, Site } from '../../report/report';
import { UNUSED_ANSWERS_TITLE, unusedAnswers, unusedAnswerTexts } from '../answer-text';
import {
  BLIND_SPOTS_TEXT,
  BLIND_SPOTS_TITLE,
  blindSpotPlace,
  blindSpotText,
  leftAloneText,
} from '../blind-spot-text';
import { CAUSES_TEXT, CAUSES_TITLE, followText } from '../cause-text';
import { UNSEEN_ADVICE, UNSEEN_TITLE, unseenPlace, usageText } from '../usage-text';
import { errorOrigin, verificationTitle } from '../verification-text';
import { countOf, dayOf, numberOf, placeOf } from '../words';
import { escaped, path, prose } from './escape';
import type { View } from './view';

export function unseen(report: Report): string {
  const sites = report.unseen ?? [];
  if (sites.length === 0) return '';
  return [
    '<section class="alarm" aria-labelledby="unseen">',
    `<h2 id="unseen">${UNSEEN_TITLE}: ${numberOf(sites.length)}</h2>`,
    `<p class="lead">${UNSEEN_ADVICE}</p>`,
    '<ul class="rows">',
    ...sites.map(
      (site) =>
        `<li><bdi class="mono">${escaped(unseenPlace(site))}</bdi><span class="muted">${escaped(`${site.code} ${usageText(site)}`)}${site.function === undefined ? '' : `, in <bdi class="mono">${escaped(site.function)}</bdi>`}</span></li>`,
    ),
    '</ul>',
    '</section>',
  ].join('\n');
}

/** The questions to settle, most sites first. */
export function causes(report: Report, view: View): string {
  if (view.causes.length === 0) return '';
  const all = report.causes ?? [];
  return [
    '<section aria-labelledby="causes">',
    `<h2 id="causes">${CAUSES_TITLE}: ${numberOf(all.length)}</h2>`,
    `<p class="lead">${CAUSES_TEXT}</p>`,
    ...foldedRows(all.map((cause, index) => causeRow(cause, index))),
    '</section>',
  ].join('\n');
}

/** @param index position of the cause in the filter, which has the report's order */
function causeRow(cause: Cause, index: number): string {
  const place = `<a class="mono" href="#sites" data-filter="cause" data-value="${index}"><bdi>${path(placeOf(cause))}</bdi></a>`;
  const words = `${prose(cause.question)}<br>${prose(`${cause.advice}.`)}`;
  return `<li>${followText(cause)} ${place}<span class="muted">${words}</span></li>`;
}

/** Further rows open on demand. */
const ROWS_SHOWN = 8;

function foldedRows(rows: readonly string[]): string[] {
  const list = (some: readonly string[]) => `<ul class="rows">${some.join('\n')}</ul>`;
  const rest = rows.slice(ROWS_SHOWN);
  if (rest.length === 0) return [list(rows)];
  const more = `<details class="more"><summary>${numberOf(rest.length)} more</summary>${list(rest)}</details>`;
  return [list(rows.slice(0, ROWS_SHOWN)), more];
}

/** Code, message and advice of every rule with a site in the report. */
export function ruleTexts(report: Report, view: View): string {
  if (view.rules.length === 0) return '';
  const texts = view.rules.map((rule) =>
    view.wording.ruleText(rule, report.sites.find((site) => site.rule === rule)?.code),
  );
  return [
    '<section aria-labelledby="rules">',
    '<h2 id="rules">What the rules say</h2>',
    '<ul class="rows">',
    ...texts.map(({ id, code, message, advice, note, explain }) => {
      const sentences = [message, advice, ...(note === undefined ? [] : [note])].map(
        (sentence) => `${sentence.replace(/\.$/, '')}.`,
      );
      return `<li><bdi class="mono">${escaped(id)}</bdi>${code === undefined ? '' : ` <span>${escaped(code)}</span>`}<span class="muted">${prose(`${sentences.join(' ')} More: \`${explain}\``)}</span></li>`;
    }),
    '</ul>',
    '</section>',
  ].join('\n');
}

/** The accepted places, with their reasons. */
export function accepted(report: Report): string {
  const entries = report.accepted ?? [];
  if (entries.length === 0) return '';
  return [
    '<section aria-labelledby="accepted">',
    `<h2 id="accepted">Accepted: ${numberOf(entries.length)}</h2>`,
    '<ul class="rows">',
    ...entries.map(
      (entry) =>
        `<li><bdi class="mono">${escaped(blindSpotPlace(entry))}</bdi> <span>${escaped(entry.rule ?? '')}</span><span class="muted">${prose(entry.reason)}</span></li>`,
    ),
    '</ul>',
    '</section>',
  ].join('\n');
}

/** The unused answers. */
export function answers(report: Report): string {
  const groups = unusedAnswers(report.answers);
  if (groups.length === 0) return '';
  return [
    '<section aria-labelledby="answers">',
    `<h2 id="answers">${UNUSED_ANSWERS_TITLE}</h2>`,
    ...groups.flatMap(({ status, answers: group }) => [
      `<p class="lead">${numberOf(group.length)} ${status}. ${unusedAnswerTexts[status]}.</p>`,
      ...foldedRows(
        group.map(
          ({ id, file, choice, question }) =>
            `<li><bdi class="mono">${escaped(id)}</bdi> <bdi class="mono">${path(file)}</bdi> <span>${escaped(choice)}</span><span class="muted">${prose(question)}</span></li>`,
        ),
      ),
    ]),
    '</section>',
  ].join('\n');
}

export function comparison(report: Report, view: View): string {
  const since = report.comparison;
  if (!since) return '';
  const figures: readonly [name: string, value: number, kind: string][] = [
    ['migrated', since.migrated.length, 'done'],
    ['appeared', since.appeared.length, 'lost'],
    ['remaining', since.remaining.length, 'todo'],
  ];
  const linked = new Map(report.sites.map((site) => [placeOf(site), view.identities.get(site)]));
  return [
    '<section aria-labelledby="since">',
    `<h2 id="since">Since ${escaped(dayOf(since.since.startedAt))}</h2>`,
    '<dl class="figures">',
    ...figures.map(
      ([name, value, kind]) => `<div class="${kind}"><dt>${name}</dt><dd>${numberOf(value)}</dd></div>`,
    ),
    '</dl>',
    sitePlaces(APPEARED, since.appeared, linked),
    sitePlaces('Migrated', since.migrated, new Map()),
    '</section>',
  ].join('\n');
}

const APPEARED = 'Appeared';

function sitePlaces(
  title: string,
  sites: readonly Site[],
  linked: ReadonlyMap<string, string | undefined>,
): string {
  if (sites.length === 0) return '';
  const item = (site: Site): string => {
    const place = `<bdi class="mono">${escaped(placeOf(site))}</bdi>`;
    const identity = linked.get(placeOf(site));
    const linkedPlace = identity === undefined ? place : `<a href="#site-${identity}">${place}</a>`;
    return `<li>${linkedPlace}<span class="muted">${escaped(site.rule)}</span></li>`;
  };
  const isOpen = title === APPEARED && sites.length <= ROWS_SHOWN;
  return `<details class="more"${isOpen ? ' open' : ''}><summary>${title}: ${countOf(sites.length, 'site')}</summary><ul class="rows">${sites.map(item).join('\n')}</ul></details>`;
}

export function orderOfRollOut(report: Report, { wording: { rollOut } }: View): string {
  const steps = rollOut.steps(report);
  if (steps.length === 0) return '';
  return [
    '<section aria-labelledby="closures">',
    `<h2 id="closures">${rollOut.title}</h2>`,
    `<p class="lead">${rollOut.lead}</p>`,
    `<ol class="steps">${steps.map((step) => `<li>${prose(step)}</li>`).join('\n')}</ol>`,
    '</section>',
  ].join('\n');
}

export function blindSpots(report: Report): string {
  const spots = report.blindSpots ?? [];
  const others = leftAloneText(report.leftAlone);
  if (spots.length === 0 && others === undefined) return '';
  return [
    '<section aria-labelledby="blind-spots">',
    `<h2 id="blind-spots">${BLIND_SPOTS_TITLE}: ${numberOf(spots.length)}</h2>`,
    ...(spots.length === 0 ? [] : [`<p class="lead">${BLIND_SPOTS_TEXT}</p>`, '<ul class="rows">']),
    ...spots.map(
      (spot) =>
        `<li><bdi class="mono">${escaped(blindSpotPlace(spot))}</bdi><span class="muted">${prose(blindSpotText(spot))}</span></li>`,
    ),
    ...(spots.length === 0 ? [] : ['</ul>']),
    ...(others === undefined ? [] : [`<p class="muted">${prose(others)}</p>`]),
    '</section>',
  ].join('\n');
}

export function failures(report: Report): string {
  const failed = report.files.filter((file) => file.status === 'failed');
  if (failed.length === 0) return '';
  return [
    '<section aria-labelledby="failed">',
    '<h2 id="failed">Failed, left untouched</h2>',
    '<ul class="rows">',
    ...failed.map(
      (file) =>
        `<li><bdi class="mono">${escaped(file.file)}</bdi><span class="muted">${prose(file.error ?? 'no reason was recorded')}</span></li>`,
    ),
    '</ul>',
    '</section>',
  ].join('\n');
}

/** The result of the type verification. */
export function verification({ verification: shown }: Report): string {
  if (!shown) return '';
  const errors = shown.newErrors.map((error) => {
    const text = `TS${error.code}: ${error.message} ${errorOrigin(error)}`;
    return `<li><bdi class="mono">${escaped(`${error.file}:${error.line}:${error.column}`)}</bdi><span class="muted">${prose(text)}</span></li>`;
  });
  return [
    '<section aria-labelledby="verification">',
    '<h2 id="verification">Types before and after</h2>',
    `<p class="lead">${escaped(verificationTitle(shown))}</p>`,
    ...(errors.length > 0 ? ['<ul class="rows">', ...errors, '</ul>'] : []),
    ...shown.notSeen.map((text) => `<p class="muted">${prose(text)}</p>`),
    '</section>',
  ].join('\n');
}

export function advice(report: Report, { wording }: View): string {
  const entries = report.advice ?? [];
  if (entries.length === 0) return '';
  const { title, text } = wording.advice;
  return [
    '<section aria-labelledby="advice">',
    `<h2 id="advice">${title}: ${numberOf(entries.length)}</h2>`,
    `<p class="lead">${text}</p>`,
    '<ul class="rows">',
    ...entries.map(
      (entry) =>
        `<li><bdi class="mono">${escaped(placeOf(entry))}</bdi><span class="muted">${prose(entry.note)}</span></li>`,
    ),
    '</ul>',
    '</section>',
  ].join('\n');
}
