import { createHash } from 'node:crypto';
import { outstanding } from '../report/compare';
import { hidden } from '../report/redaction';
import type { Accepted, Advice, BlindSpot, Cause, Report, Site, UnseenSite } from '../report/report';
import { identify } from '../report/site-identity';
import { visible, visibleJson } from '../report/visible';
import { unusedAnswers, unusedAnswerTexts } from './answer-text';
import { blindSpotText } from './blind-spot-text';
import { followText } from './cause-text';
import { adviceRule, blindSpotRule, ruleOf, UNSEEN_RULE, unseenRule } from './sarif-rules';
import { UNSEEN_ADVICE, unseenPlace, usageText } from './usage-text';
import { errorOrigin, verificationTitle } from './verification-text';
import type { Wording } from './wording';
import { numberOf } from './words';

export interface SarifOptions {
  wording: Wording;
  /** Path from the root of the repository to the root of the report; absent if they are the same. */
  base?: string | undefined;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Numbers of results that GitHub's code scanning accepts and shows for one run. */
const GITHUB_LIMITS = { taken: 25_000, shown: 5_000 } as const;

/**
 * SARIF 2.1.0 for code scanning. Results are the legacy uses left after the run, so that an alert closes when
 * its site is migrated; the properties of a run that wrote have the number of migrated sites.
 */
export function sarif(report: Report, options: SarifOptions): string {
  const { wording } = options;
  const accepted = (report.accepted ?? []).filter(({ rule }) => rule !== undefined);
  const known = [...report.sites, ...accepted].flatMap(({ rule }) => rule ?? []);
  const ruleIds = [...new Set(known)].sort(wording.byRule);
  const identities = identify(report.sites);
  const base = options.base ?? '';
  const unseen = (report.unseen ?? []).filter((site) => site.file !== undefined);
  const advice = report.advice ?? [];
  const blindSpots = report.blindSpots ?? [];
  const causes = new Map((report.causes ?? []).map((cause) => [cause.id, cause]));
  const rules = [
    ...ruleIds.map((id) =>
      ruleOf(wording.ruleText(id, [...report.sites, ...accepted].find((site) => site.rule === id)?.code)),
    ),
    ...(unseen.length > 0 ? [unseenRule()] : []),
    ...(blindSpots.length > 0 ? [blindSpotRule] : []),
    ...(advice.length > 0 ? [adviceRule(wording)] : []),
  ];
  const results = [
    ...unseen.map((site) => unseenResult(site, ruleIds.length, wording)),
    ...outstanding(report).map((site) => ({
      ...result(site, ruleIds.indexOf(site.rule), identities.get(site) ?? '', base, wording),
      ...relatedTo(causes.get(site.cause ?? ''), base),
    })),
    ...accepted.map((entry) => acceptedResult(entry, ruleIds.indexOf(entry.rule ?? ''), base, wording)),
    ...blindSpots.map((spot) => blindSpotResult(spot, rules.indexOf(blindSpotRule), base)),
    ...advice.map((entry) => adviceResult(entry, rules.length - 1, base, wording)),
  ];
  return visibleJson({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: report.tool.name, semanticVersion: report.tool.version, rules } },
        invocations: [invocation(report, base, results.length)],
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: 'The root of the repository.' } } },
        results,
        properties: {
          mode: report.mode,
          ...report.summary,
          ...(report.leftAlone && { leftAlone: report.leftAlone }),
        },
      },
    ],
  });
}

const SOURCE_ROOT = '%SRCROOT%';

/** The fingerprint contains no line number, since lines move. */
function blindSpotResult(spot: BlindSpot, ruleIndex: number, base: string): object {
  const identity = createHash('sha256').update(`${spot.kind} ${spot.file} ${spot.reason}`).digest('hex');
  return {
    ruleId: blindSpotRule.id,
    ruleIndex,
    level: 'warning',
    message: { text: messageText([blindSpotText(spot)]) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(base, spot.file), uriBaseId: SOURCE_ROOT },
          ...(spot.line === undefined ? {} : { region: { startLine: spot.line } }),
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${identity.slice(0, 12)}:1` },
    properties: { kind: spot.kind },
  };
}

/** An accepted result is suppressed, so code scanning does not show it as open. The suppression says who accepted it, and why. */
function acceptedResult(
  { by, rule, code, file, line, column, before, reason }: Accepted,
  ruleIndex: number,
  base: string,
  wording: Wording,
): object {
  return {
    ruleId: rule,
    ruleIndex,
    level: 'note',
    message: { text: messageText([wording.ruleText(rule ?? '', code).message]) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(base, file), uriBaseId: SOURCE_ROOT },
          ...(line === undefined
            ? {}
            : {
                region: {
                  startLine: line,
                  ...(column === undefined ? {} : { startColumn: column, ...endOf(line, before ?? '') }),
                },
              }),
        },
      },
    ],
    suppressions: [
      {
        kind: by === 'comment' ? 'inSource' : 'external',
        status: 'accepted',
        justification: visible(reason),
      },
    ],
  };
}

/** End of a site's code, without the line end. Empty if the code is unknown or partly redacted. */
function endOf(line: number, before: string): { endLine?: number; endColumn?: number } {
  if (before.includes(hidden)) return {};
  const lines = withoutLineEnd(before).split('\n');
  const last = (lines.at(-1) ?? '').replace(/\r$/, '');
  if (last === '') return {};
  return { endLine: line + lines.length - 1, endColumn: last.length + 1 };
}

function result(site: Site, ruleIndex: number, identity: string, base: string, wording: Wording): object {
  const text = wording.ruleText(site.rule, site.code);
  const advice =
    site.status === 'review' ? (site.reason ?? text.advice) : `${wording.command} migrate rewrites it`;
  const parts = [
    text.message,
    advice,
    ...site.notes,
    ...(site.usage ? [`In production: ${usageText(site.usage)}`] : []),
  ];
  return {
    ruleId: site.rule,
    ruleIndex,
    level: site.status === 'review' ? 'warning' : 'note',
    message: { text: messageText(parts) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(base, site.file), uriBaseId: SOURCE_ROOT },
          region: { startLine: site.line, startColumn: site.column, ...endOf(site.line, site.before) },
        },
        ...(site.function === undefined
          ? {}
          : { logicalLocations: [{ name: visible(site.function), kind: 'function' }] }),
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${identity}:1`, [wording.fingerprints.use]: identity },
    ...fixesOf(site, base),
  };
}

/** Relates a result to the place of the question that settles it. */
function relatedTo(cause: Cause | undefined, base: string): object {
  if (!cause) return {};
  return {
    relatedLocations: [
      {
        id: 1,
        message: {
          text: messageText([followText(cause).replace(/ from$/, ''), cause.question, cause.advice]),
        },
        physicalLocation: {
          artifactLocation: { uri: uriOf(base, cause.file), uriBaseId: SOURCE_ROOT },
          region: { startLine: cause.line, startColumn: cause.column },
        },
      },
    ],
  };
}

function unseenResult(site: UnseenSite, ruleIndex: number, { fingerprints }: Wording): object {
  const fingerprint = createHash('sha256')
    .update(`${site.code} ${unseenPlace(site)}`)
    .digest('hex')
    .slice(0, 12);
  return {
    ruleId: UNSEEN_RULE,
    ruleIndex,
    level: 'error',
    message: { text: unseenMessage(site) },
    locations: [{ physicalLocation: unseenLocation(site) }],
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, [fingerprints.unseen]: fingerprint },
  };
}

function unseenMessage(site: UnseenSite): string {
  return messageText([`${site.code} ${usageText(site)}`, UNSEEN_ADVICE]);
}

/** A caller outside the source root may have an absolute path, but code scanning accepts relative references only. */
function unseenLocation({ file, line, column }: UnseenSite): object {
  return {
    artifactLocation: { uri: uriOf('', file ?? '') },
    ...(line === undefined
      ? {}
      : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }),
  };
}

function adviceResult(entry: Advice, ruleIndex: number, base: string, { advice }: Wording): object {
  return {
    ruleId: advice.rule,
    ruleIndex,
    level: 'note',
    message: { text: messageText([entry.note]) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(base, entry.file), uriBaseId: SOURCE_ROOT },
          region: { startLine: entry.line, startColumn: entry.column },
        },
      },
    ],
  };
}

/**
 * A fix replaces the site's lines. Redacted lines get no fix: it would write the mark of the redaction into the source.
 */
function fixesOf(site: Site, base: string): object {
  if (site.after === undefined || (site.before + site.after).includes(hidden)) return {};
  const lines = withoutLineEnd(site.before).split('\n');
  const deletedRegion = {
    startLine: site.line,
    startColumn: 1,
    endLine: site.line + lines.length - 1,
    endColumn: (lines.at(-1) ?? '').length + 1,
  };
  const replacement = { deletedRegion, insertedContent: { text: withoutLineEnd(site.after) } };
  return {
    fixes: [
      {
        description: { text: `Rewrite by ${site.rule}` },
        artifactChanges: [
          {
            artifactLocation: { uri: uriOf(base, site.file), uriBaseId: SOURCE_ROOT },
            replacements: [replacement],
          },
        ],
      },
    ],
  };
}

function withoutLineEnd(code: string): string {
  return code.replace(/\r?\n$|\r$/, '');
}

/** Notifications: findings that cannot be results, because they have no place in the current source. */
function invocation(report: Report, base: string, results: number): object {
  const failed = report.files.filter((file) => file.status === 'failed');
  const callerUnknown = (report.unseen ?? []).filter((site) => site.file === undefined);
  return {
    executionSuccessful: failed.length === 0 && report.verification?.status !== 'unfinished',
    startTimeUtc: report.startedAt,
    toolExecutionNotifications: [
      ...failed.map((file) => ({
        level: 'error',
        message: { text: messageText([file.error ?? 'The file failed']) },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: uriOf(base, file.file), uriBaseId: SOURCE_ROOT },
            },
          },
        ],
      })),
      ...verificationNotifications(report, base),
      ...callerUnknown.map((site) => ({ level: 'warning', message: { text: unseenMessage(site) } })),
      ...unusedAnswers(report.answers).flatMap(({ status, answers }) =>
        answers.map((answer) => ({
          level: status === 'stale' ? 'warning' : 'note',
          message: {
            text: messageText([`Answer ${answer.id} (${answer.choice})`, unusedAnswerTexts[status]]),
          },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(base, answer.file), uriBaseId: SOURCE_ROOT },
              },
            },
          ],
        })),
      ),
      ...beyondLimits(results),
    ],
  };
}

/** A type error of an unwritten migration is in no file on disk. An alert for it could never close, so it is a notification. */
function verificationNotifications({ verification }: Report, base: string): object[] {
  if (!verification || verification.status === 'passed') return [];
  return [
    { level: 'error', message: { text: messageText([verificationTitle(verification)]) } },
    ...verification.newErrors.map((error) => ({
      level: 'error',
      message: {
        text: messageText([`TS${error.code}: ${error.message}`, errorOrigin(error)].filter(Boolean)),
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(base, error.file), uriBaseId: SOURCE_ROOT },
            region: { startLine: error.line, startColumn: error.column },
          },
        },
      ],
    })),
  ];
}

/** Says that GitHub shows only part of the results; otherwise the rest would seem not to exist. */
function beyondLimits(results: number): object[] {
  const { taken, shown } = GITHUB_LIMITS;
  if (results <= shown) return [];
  const what =
    results > taken
      ? `refuses a run of more than ${numberOf(taken)} results, and shows ${numberOf(shown)}`
      : `shows ${numberOf(shown)} of them`;
  const text = `This run has ${numberOf(results)} results, and GitHub's code scanning ${what}. Scan folder by folder, or read the HTML report.`;
  return [{ level: 'warning', message: { text } }];
}

/** A relative URI reference. Encodes every segment, so that no name becomes a scheme, a query or a fragment. */
function uriOf(base: string, file: string): string {
  const path = [...base.split('/'), ...file.split('/')].filter(
    (segment) => segment !== '' && segment !== '.',
  );
  return path.map((segment) => encodeURIComponent(Buffer.from(segment).toString('utf8'))).join('/');
}

/** Joins sentences to one message. SARIF reads brackets as links and braces as placeholders, so both are escaped. */
function messageText(parts: readonly string[]): string {
  return parts
    .map((part) => `${visible(part).replace(/\.$/, '')}.`)
    .join(' ')
    .replace(/[[\]\\]/g, '\\$&')
    .replace(/[{}]/g, '$&$&');
}
