import { relative, resolve } from 'node:path';
import { migrateIn } from '../api/migrate';
import { ruleIdsOf, ruleNames } from '../api/rule-names';
import type { Cause, LeftAlone, Report, Site } from '../report/report';
import { visible } from '../report/visible';
import { followText } from '../reports/cause-text';
import type { RuleText } from '../reports/wording';
import { placeOf } from '../reports/words';
import { wording } from '../zentra/wording';
import type { Io } from './io';

type LeftName = NonNullable<LeftAlone['places']>[number];

/** The `explain` command. */
export async function runExplain(what: string, io: Io): Promise<void> {
  const [, file, line] = /^(.+):(\d+)(?::\d+)?$/.exec(what) ?? [];
  if (file === undefined) io.stdout.write(`${ruleExplained(what)}\n`);
  else io.stdout.write(`${(await lineExplained(file, Number(line), io)).join('\n')}\n`);
}

function ruleExplained(what: string): string {
  const name = what.toUpperCase();
  const { message, advice } = wording.ruleText(name, name);
  // Some codes have no rule, such as the one for two references that differ: no codemod rewrites them.
  if (message !== name && !ruleNames.includes(name)) return `${name}\n\n${message}.\n${advice}`;
  const [rule = what] = ruleIdsOf([ruleNames.includes(name) ? name : what]);
  return textOf(wording.ruleText(rule));
}

function textOf({ id, code, message, advice, note, from, to }: RuleText): string {
  return [
    [code, id].filter(Boolean).join('  '),
    '',
    `${message}.`,
    advice,
    ...(note === undefined ? [] : [`${note}.`]),
    '',
    `  ${from}  →  ${to}`,
  ].join('\n');
}

/** Scans the project, and explains one line. */
async function lineExplained(file: string, line: number, io: Io): Promise<string[]> {
  const path = resolve(io.cwd, file);
  const surroundings = { engine: io.engine, env: io.env, explained: path };
  const { root, report } = await migrateIn(surroundings, { root: io.cwd, mode: 'check' });
  const own = relative(root, path).replaceAll('\\', '/');
  const told = [
    ...report.sites.filter((site) => isOn(site, own, line)).flatMap((site) => siteExplained(site, report)),
    ...(report.accepted ?? [])
      .filter((item) => item.file === own && item.line === line)
      .map(({ rule, reason }) => `${rule ?? ''}: accepted. ${visible(reason)}`),
    ...(report.blindSpots ?? [])
      .filter((spot) => spot.file === own && (spot.line === undefined || spot.line === line))
      .map(({ kind, reason }) => `blind spot, ${kind}: ${visible(reason)}`),
    ...(report.causes ?? [])
      .filter((cause) => cause.file === own && cause.line === line)
      .flatMap((cause) => [`${followText(cause)} here`, ...causeExplained(cause)]),
    ...(report.leftAlone?.places ?? [])
      .filter((name) => name.file === own && name.line === line)
      .flatMap(nameExplained),
  ];
  if (told.length > 0) return told;
  return [
    `${visible(own)}:${line} holds no legacy name in a package that uses the SDK. Nothing is changed there.`,
  ];
}

/** Why a name was left alone, by the engine's kind of evidence. */
const evidenceTexts: Readonly<Record<string, string>> = {
  receiver: 'its receiver is somebody else’s',
  'no-code': 'it stands in a comment, a text or markup, and is no code',
  'no-way-to-the-sdk': 'nothing leads from this file to the SDK',
};

function nameExplained({ name, evidence, because }: LeftName): string[] {
  return [
    `${name}: left alone, ${evidenceTexts[evidence] ?? evidence}`,
    ...(because === undefined ? [] : [`  ${visible(because)}`]),
  ];
}

function isOn({ file, line, before }: Site, own: string, wanted: number): boolean {
  return file === own && line <= wanted && wanted < line + before.split('\n').length;
}

function siteExplained(
  { rule, status, reason, because, notes, cause, file, line }: Site,
  { causes = [] }: Report,
): string[] {
  const question = causes.find(({ id }) => id === cause);
  // A question on the same line is explained separately.
  const isElsewhere = question !== undefined && !(question.file === file && question.line === line);
  return [
    `${rule}: ${status === 'rewritten' ? 'can be rewritten' : 'for review'}`,
    ...[reason, because, ...notes].flatMap((text) => (text === undefined ? [] : [`  ${visible(text)}`])),
    ...(isElsewhere ? [`  follows from ${visible(placeOf(question))}`, ...causeExplained(question)] : []),
  ];
}

/** The question, the callers that were followed, and how to settle it. */
function causeExplained({ question, advice, callers = [] }: Cause): string[] {
  const shown = callers.slice(0, CALLERS_SHOWN).map(({ file, line }) => `${file}:${line}`);
  const more = callers.length > shown.length ? ` and ${callers.length - shown.length} more` : '';
  return [
    `  ${visible(question)}`,
    ...(shown.length > 0 ? [`  Calls in sight: ${visible(shown.join(', '))}${more}.`] : []),
    `  ${visible(advice)}.`,
  ];
}

const CALLERS_SHOWN = 10;
