import { styleText } from 'node:util';
import type { Report } from '../codemods/report/report';
import type { Day, Warning } from './day';
import type { Difference } from './request-log';

export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
}

type Style = Parameters<typeof styleText>[0];

/** What the demo prints, part by part. Colours only where the screen is a terminal, or FORCE_COLOR asks for them. */
export function terminal(screen: Screen, env: NodeJS.ProcessEnv) {
  const colours = env.NO_COLOR ? false : Boolean(screen.isTTY || env.FORCE_COLOR);
  const styled = (style: Style, text: string) => (colours ? styleText(style, text) : text);
  const line = (text = '') => screen.write(`${text}\n`);
  const mark = (good: boolean) => (good ? styled('green', '✓') : styled('red', '✗'));

  return {
    title(text: string) {
      line(`\n${styled('bold', text)}`);
    },

    part(number: number, text: string, command?: string) {
      line(`\n${styled(['bold', 'cyan'], `${number}  ${text}`)}`);
      if (command) line(styled('dim', `   $ ${command}`));
    },

    day({ steps, warnings }: Day) {
      for (const { name, requests } of steps) {
        const calls = requests.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`);
        const shown = calls.length > 3 ? [...calls.slice(0, 3), `and ${calls.length - 3} more`] : calls;
        line(`   ${name.padEnd(30)}${styled('dim', shown.join(', ') || 'no request')}`);
      }
      line();
      this.warnings(warnings);
    },

    warnings(warnings: readonly Warning[]) {
      if (warnings.length === 0) return line(`   ${mark(true)} no deprecation warning`);
      line(`   ${styled('yellow', `deprecation warnings from ${warnings.length} places in the code`)}`);
      for (const { code, text, places } of byCode(warnings)) {
        line(`   ${styled('yellow', code)}  ${text}`);
        for (const place of places) line(styled('dim', `                     ${place}`));
      }
    },

    diff(diff: string) {
      line();
      for (const row of diff.trimEnd().split('\n')) {
        if (/^(index|diff|---) /.test(row)) continue;
        if (row.startsWith('+++ ')) line(`   ${styled('bold', row.slice('+++ b/'.length))}`);
        else line(`   ${styled(styleOf(row), row)}`);
      }
    },

    summary({ summary, sites }: Report) {
      const { filesScanned, filesChanged, rewritten, review } = summary;
      line(
        `\n   ${filesScanned} files scanned, ${filesChanged} changed: ${styled('bold', `${rewritten} sites rewritten`)}, ${review} for a person`,
      );
      for (const { status, file, line: at, reason } of sites) {
        if (status === 'review') line(`   ${styled('yellow', `${file}:${at}`)}\n     ${reason ?? ''}`);
      }
    },

    conclusion(good: boolean) {
      line(
        good
          ? styled(
              ['bold', 'green'],
              '\nThe migrated copy asks the gateway for exactly what the old code asked for.\n',
            )
          : styled(['bold', 'red'], '\nThe migrated copy does not do what the old code did.\n'),
      );
    },

    verdict(good: boolean, text: string) {
      line(`   ${mark(good)} ${text}`);
    },

    difference({ step, before, after }: Difference) {
      line(`     ${styled('bold', step)}`);
      line(`     ${styled('red', `- ${JSON.stringify(before)}`)}`);
      line(`     ${styled('green', `+ ${JSON.stringify(after)}`)}`);
    },
  };
}

function styleOf(row: string): Style {
  if (row.startsWith('+')) return 'green';
  if (row.startsWith('-')) return 'red';
  return 'dim';
}

/** A warning ends in its call site. */
const callSite = /, at (\S+:\d+:\d+)$/;

function byCode(warnings: readonly Warning[]): { code: string; text: string; places: string[] }[] {
  const codes = [...new Set(warnings.map(({ code }) => code))].sort();
  return codes.map((code) => {
    const messages = warnings.filter((warning) => warning.code === code).map(({ message }) => message);
    return {
      code,
      text: messages[0]?.replace(callSite, '') ?? '',
      places: messages.flatMap((message) => callSite.exec(message)?.[1] ?? []),
    };
  });
}
