import { Writable } from 'node:stream';
import { wrapped } from '../../reports/terminal-screen';
import { wantsColor } from '../color';
import type { Io } from '../io';

interface Option<Value> {
  value: Value;
  label: string;
}

/** The dialogue with a person. A prompt returns `undefined` if the person cancels with Ctrl-C or Escape. */
export interface Dialogue {
  color: boolean;
  /** Columns available for text. */
  width: number;
  say(lines: readonly string[]): void;
  end(lines: readonly string[]): void;
  confirm(message: string): Promise<boolean | undefined>;
  select<Value extends string>(
    message: string,
    options: readonly Option<Value>[],
  ): Promise<Value | undefined>;
  reason(): Promise<string | undefined>;
}

/** Columns that the frame around the text takes. */
const FRAME = 4;

/** Columns of the width that the library does not use for a choice. */
const BESIDE_CHOICE = 12;

/** Breaks a long label itself, since the library leaves a blank at the end of each line. */
const folded = (label: string, width: number): string => wrapped(label, 0, { width }).join('\n');

export async function openDialogue(io: Io): Promise<Dialogue> {
  const clack = await import('../clack');
  const color = wantsColor(io.stdout, io);
  const output = color ? process.stdout : withoutColors(process.stdout);
  const width = () => (process.stdout.columns ?? 80) - FRAME;
  return {
    color,
    get width() {
      return width();
    },
    say: (lines) => clack.log.message(lines.map((line) => line.trimEnd()).join('\n'), { output }),
    end: (lines) => clack.outro(lines.join('\n'), { output }),
    confirm: async (message) => answered(await clack.confirm({ message, output })),
    select: async (message, options) =>
      answered(
        await clack.select<string>({
          message,
          options: options.map(({ value, label }) => ({
            value,
            label: folded(label, width() - BESIDE_CHOICE),
          })),
          output,
        }),
      ) as never,
    reason: async () =>
      answered(
        await clack.text({
          message: 'Why? A fact that others can check',
          validate: (text) => (text?.trim() ? undefined : 'A reason is needed; Escape goes back'),
          output,
        }),
      ),
  };
}

/** Strips colours, since on Node 20 the library ignores NO_COLOR. */
function withoutColors(screen: NodeJS.WriteStream): Writable {
  const plain = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it begins a colour
      screen.write(String(chunk).replace(/\x1b\[[0-9;]*m/g, ''));
      done();
    },
  });
  return Object.defineProperties(plain, {
    isTTY: { value: true },
    columns: { get: () => screen.columns },
    rows: { get: () => screen.rows },
  });
}

/** The answer; `undefined` if the person cancelled, which the library reports as a symbol. */
function answered<T>(answer: T): Exclude<T, symbol> | undefined {
  return typeof answer === 'symbol' ? undefined : (answer as Exclude<T, symbol>);
}
