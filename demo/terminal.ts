import { styleText } from 'node:util';
import type { Rehearsal } from '../codemods/rehearse/rehearse';
import { rehearsalText } from '../codemods/rehearse/text';
import type { Report } from '../codemods/report/report';

export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
}

type Style = Parameters<typeof styleText>[0];

/** Prints the parts of the demo. Has colours only on a terminal, or with FORCE_COLOR. */
export function terminal(screen: Screen, env: NodeJS.ProcessEnv) {
  const colours = env.NO_COLOR ? false : Boolean(screen.isTTY || env.FORCE_COLOR);
  const styled = (style: Style, text: string) => (colours ? styleText(style, text) : text);
  const line = (text = '') => screen.write(`${text}\n`);

  return {
    title(text: string) {
      line(`\n${styled('bold', text)}`);
    },

    part(number: number, text: string, command?: string) {
      line(`\n${styled(['bold', 'cyan'], `${number}  ${text}`)}`);
      if (command) line(styled('dim', `   $ ${command}`));
    },

    /** Prints the output of the shop's own programs. */
    output(text: string) {
      for (const row of text.trimEnd().split('\n')) {
        const warning = /\[(ZENTRA_DEP\d+)\] DeprecationWarning: (.+)/.exec(row);
        if (warning) line(`   ${styled('yellow', warning[1]!)}  ${warning[2]}`);
        else if (!/^More: npx |^\(Use `node/.test(row)) line(styled('dim', `   ${row}`));
      }
    },

    rehearsal(rehearsal: Rehearsal) {
      line(rehearsalText(rehearsal, { color: colours }).trimEnd().replace(/^/gm, '   '));
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
  };
}

function styleOf(row: string): Style {
  if (row.startsWith('+')) return 'green';
  if (row.startsWith('-')) return 'red';
  return 'dim';
}
