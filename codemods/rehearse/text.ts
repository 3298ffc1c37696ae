import picocolors from 'picocolors';
import { visible } from '../report/visible';
import type { ComparedRequest } from './compare-requests';
import type { ExplainedDifference } from './explain-difference';
import type { Rehearsal } from './rehearse';

const shown = (value: unknown): string => (value === undefined ? 'nothing' : visible(JSON.stringify(value)));

const requestText = (request: ComparedRequest | undefined): string =>
  request
    ? `${request.method} ${visible(request.path)}${request.caller ? `  ${visible(request.caller)}` : ''}`
    : 'no request';

/** The result of a rehearsal for a terminal: the verdict, then the differences with their lines. */
export function rehearsalText(rehearsal: Rehearsal, { color }: { color: boolean }): string {
  const paint = picocolors.createColors(color);
  const { isProven, requests, exitCodes, differences, warnings, sameOutput, refused, leftOut } = rehearsal;
  const total = Math.max(requests.before, requests.after);
  const mark = isProven ? paint.green('✓') : paint.red('✗');
  const left =
    warnings.length === 0
      ? 'no deprecation warning left'
      : `${warnings.length} deprecated ${warnings.length === 1 ? 'use' : 'uses'} left`;
  const lines = [`${mark} ${requests.equal} of ${total} requests equal, ${left}`];
  if (exitCodes.before !== exitCodes.after) {
    lines.push(
      `${paint.red('✗')} the command ended with exit code ${exitCodes.before} before the migration, and with ${exitCodes.after} after it`,
    );
  }
  if (sameOutput !== undefined) {
    lines.push(
      sameOutput
        ? `${paint.green('✓')} the command printed the same`
        : `${paint.red('✗')} the command printed something else`,
    );
  }
  for (const difference of differences) lines.push('', ...differenceLines(difference, paint));
  for (const { code, file, line } of warnings) {
    lines.push(
      `${paint.red('✗')} ${code} is left at ${file === undefined ? 'an unknown line' : `${visible(file)}:${line}`}`,
    );
  }
  const hosts = [...new Set(refused.map(({ host, port }) => `${visible(host)}:${port}`))];
  if (hosts.length > 0) {
    lines.push('', `Refused connections, which only --allow-host opens: ${hosts.join(', ')}`);
  }
  if (leftOut.length > 0) {
    lines.push(
      '',
      'Left out, since it varies from run to run before the migration:',
      ...leftOut.map((name) => `  ${visible(name)}`),
    );
  }
  return `${lines.join('\n')}\n`;
}

type Paint = ReturnType<typeof picocolors.createColors>;

function differenceLines({ before, after, changes, site }: ExplainedDifference, paint: Paint): string[] {
  const heading = `${paint.red('-')} ${requestText(before)}`;
  const lines = [heading, `${paint.green('+')} ${requestText(after)}`];
  for (const change of changes) {
    lines.push(
      `    ${visible(change.at)}: ${paint.red(shown(change.before))} → ${paint.green(shown(change.after))}`,
    );
  }
  if (site)
    lines.push(
      `    from ${visible(site.file)}:${site.line}, ${site.rule}: ${visible(site.before.trim().split('\n')[0]!)}`,
    );
  return lines;
}
