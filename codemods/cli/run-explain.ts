import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { methodRules } from 'zentra-compat/contract';
import { migrateIn } from '../api/migrate';
import { readText } from '../api/read-text';
import { ruleIdsOf, ruleNames } from '../api/rule-names';
import { pathBetween } from '../engine/root/path-between';
import { UsageError } from '../engine/usage-error';
import type { Cause, LeftAlone, Report, Site } from '../report/report';
import { visible, visibleCode } from '../report/visible';
import { followText } from '../reports/cause-text';
import type { RuleText } from '../reports/wording';
import { placeOf } from '../reports/words';
import { wording } from '../zentra/wording';
import type { Io } from './io';

type LeftName = NonNullable<LeftAlone['places']>[number];

/** The `explain` command. */
export async function runExplain(what: string, io: Io): Promise<void> {
  // As reports print a place: with its column, which a line has no need of.
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(what) ?? [];
  if (file === undefined) {
    requireRule(what, io);
    io.stdout.write(`${ruleExplained(what)}\n`);
    return;
  }
  requireLine(file, Number(line), io);
  io.stdout.write(`${(await lineExplained(file, Number(line), io)).join('\n')}\n`);
}

/** @throws {UsageError} for what looks like a place in the code and names no line */
function requireRule(what: string, io: Io): void {
  if (what !== '' && statIfAny(resolve(io.cwd, what))?.isFile())
    throw new UsageError(`${what} is a file: name a line of it, as in ${what}:12`);
  if (!/^[\w-]+$/.test(what))
    throw new UsageError(
      `${what === '' ? 'an empty text' : what} is no code, no rule and no file:line, such as src/cards.js:12`,
    );
}

/** @throws {UsageError} for a line that does not exist */
function requireLine(file: string, line: number, io: Io): void {
  const path = resolve(io.cwd, file);
  if (!statIfAny(path)?.isFile()) throw new UsageError(`no such file: ${file}`);
  const lines = linesOf(file, io).length;
  if (line < 1 || line > lines)
    throw new UsageError(`${file} has no line ${line}: its lines are 1 to ${lines}`);
}

function statIfAny(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
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
  const isBelow = !pathBetween(io.cwd, path).startsWith('..');
  const { root, report } = await migrateIn(surroundings, {
    root: isBelow ? io.cwd : dirname(path),
    mode: 'check',
  });
  const own = pathBetween(root, realpathSync.native(path));
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
  const failed = report.files.find((each) => each.file === own && each.status === 'failed');
  if (failed) return [`${visible(own)} failed, and nothing is known of it: ${visible(failed.error ?? '')}`];
  const place = `${visible(own)}:${line}`;
  const name = NAMED.exec(lineOf(file, line, io))?.[1];
  return name === undefined
    ? [`${place} holds no legacy name in a package that uses the SDK. Nothing is changed there.`]
    : [
        `${place} names ${name}, and was not looked at: its file is left out (by git, a configuration, or as built or generated), or its package does not use the SDK. Nothing is changed there.`,
      ];
}

/** A legacy name after something that is called as the namespace of a client. */
const NAMED = new RegExp(`\\bcards\\s*\\??\\.\\s*(${methodRules.map(({ legacy }) => legacy).join('|')})\\b`);

const linesOf = (file: string, io: Io): string[] =>
  readText(file, io.cwd)
    .replace(/(?:\r\n|\n|\r)$/, '')
    .split(/\r\n|\n|\r/);

const lineOf = (file: string, line: number, io: Io): string => linesOf(file, io)[line - 1] ?? '';

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
  { rule, status, reason, because, notes, cause, file, line, after }: Site,
  { causes = [] }: Report,
): string[] {
  const question = causes.find(({ id }) => id === cause);
  // A question on the same line is explained separately.
  const isElsewhere = question !== undefined && !(question.file === file && question.line === line);
  return [
    `${rule}: ${status === 'rewritten' ? 'can be rewritten' : 'for review'}`,
    ...(after ?? '')
      .split(/\r\n|\n|\r/)
      .flatMap((text) => (text.trim() === '' ? [] : [`  → ${visibleCode(text.trim())}`])),
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
