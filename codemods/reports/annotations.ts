import type { Cause, Report, Site } from '../report/report';
import { identify } from '../report/site-identity';
import { BLIND_SPOTS_TITLE, blindSpotText } from './blind-spot-text';
import { followText, reasonsOf } from './cause-text';
import { newIn } from './most-urgent-first';
import { blindSpotRule, UNSEEN_RULE } from './sarif-rules';
import { UNSEEN_ADVICE, UNSEEN_TITLE, unseenPlace, usageText } from './usage-text';
import { errorOrigin, verificationTitle } from './verification-text';
import type { Wording } from './wording';
import { capitalised } from './words';

/** Severity of an annotation; a `remark` needs no action. */
export type Level = 'error' | 'warning' | 'notice' | 'remark';

/** A finding that a CI service shows beside the code. */
export interface Annotation {
  level: Level;
  /** Kind of the finding: the id of a rule or of another check. */
  check: string;
  /** Identifies the finding even when its line moves. */
  identity: string;
  title: string;
  message: string;
  file?: string | undefined;
  line?: number | undefined;
  endLine?: number | undefined;
  column?: number | undefined;
}

/**
 * All annotations of a report, most important first.
 *
 * @param left the sites that are still in the code
 */
export function annotationsOf(report: Report, left: readonly Site[], wording: Wording): Annotation[] {
  const identities = identify(report.sites);
  const reasonOf = reasonsOf(report);
  const isNew = newIn(report) ?? (() => false);
  const ofSites = (isWanted: (site: Site) => boolean) =>
    left
      .filter(isWanted)
      .map((site) => ofSite(site, identities.get(site) ?? '', reasonOf(site), isNew(site), wording));
  const known = (status: Site['status']) => ofSites((site) => site.status === status && !isNew(site));
  return [
    ...ofFailedFiles(report),
    ...ofVerification(report),
    ...ofUnseen(report),
    ...ofSites(isNew),
    ...(report.causes ?? []).map(ofCause),
    ...known('review'),
    ...ofBlindSpots(report),
    ...known('rewritten'),
    ...ofAdvice(report, wording),
    ...ofAccepted(report),
  ];
}

function ofFailedFiles({ files }: Report): Annotation[] {
  return files
    .filter(({ status }) => status === 'failed')
    .map(({ file, error: message = '' }) => ({
      level: 'error',
      check: 'failed-file',
      identity: message,
      title: 'File failed',
      message,
      file,
    }));
}

/** New type errors, or an unfinished verification. Either one kept the run from writing. */
function ofVerification({ verification }: Report): Annotation[] {
  if (!verification || verification.status === 'passed') return [];
  const title = verificationTitle(verification);
  const check = 'new-type-error';
  if (verification.status === 'unfinished')
    return [{ level: 'error', check, identity: title, title: 'Types', message: title }];
  return verification.newErrors.map((error) => ({
    level: 'error',
    check,
    identity: `TS${error.code}: ${error.message}`,
    title,
    message: [`TS${error.code}: ${error.message}`, errorOrigin(error)].filter(Boolean).join('; '),
    file: error.file,
    line: error.line,
    column: error.column,
  }));
}

function ofUnseen({ unseen = [] }: Report): Annotation[] {
  return unseen.map((use) => ({
    level: 'error',
    check: UNSEEN_RULE,
    identity: `${use.code} ${unseenPlace(use)}`,
    title: UNSEEN_TITLE,
    message: `${use.code} ${usageText(use)}. ${UNSEEN_ADVICE}`,
    file: use.file,
    line: use.line,
    column: use.column,
  }));
}

function ofCause(cause: Cause): Annotation {
  const { id, question, advice, file, line, column } = cause;
  const title = capitalised(followText(cause).replace(/ from$/, ''));
  const message = `${question} ${advice}`;
  return { level: 'warning', check: 'question', identity: id, title, message, file, line, column };
}

function ofSite(
  site: Site,
  identity: string,
  reason: string | undefined,
  isNew: boolean,
  wording: Wording,
): Annotation {
  const text = wording.ruleText(site.rule, site.code);
  const title = text.code ?? site.rule;
  const production = site.usage ? [`In production: ${usageText(site.usage)}`] : [];
  const isReview = site.status === 'review';
  const advice = isReview ? (reason ?? text.advice) : `${wording.command} migrate rewrites it`;
  return {
    level: isReview ? 'warning' : 'notice',
    check: site.rule,
    identity,
    title: isNew ? `New: ${title}` : title,
    message: [text.message, advice, ...site.notes, ...production].join('. '),
    file: site.file,
    line: site.line,
    endLine: site.line + site.before.trimEnd().split('\n').length - 1,
    column: site.column,
  };
}

function ofBlindSpots({ blindSpots = [] }: Report): Annotation[] {
  return blindSpots.map((spot) => ({
    level: 'warning',
    check: blindSpotRule.id,
    identity: `${spot.kind} ${spot.reason}`,
    title: BLIND_SPOTS_TITLE,
    message: blindSpotText(spot),
    file: spot.file,
    line: spot.line,
  }));
}

function ofAdvice({ advice = [] }: Report, wording: Wording): Annotation[] {
  return advice.map(({ note, file, line, column }) => ({
    level: 'remark',
    check: wording.advice.rule,
    identity: note,
    title: wording.advice.title,
    message: note,
    file,
    line,
    column,
  }));
}

function ofAccepted({ accepted = [] }: Report): Annotation[] {
  return accepted.map(({ rule = 'accepted', reason, before = reason, file, line, column }) => ({
    level: 'remark',
    check: rule,
    identity: before,
    title: 'Accepted',
    message: reason,
    file,
    line,
    column,
  }));
}
