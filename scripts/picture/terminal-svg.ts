/** Terminal colours for the picture's dark background, readable in light and dark pages. */
const colours: Readonly<Record<string, string>> = {
  31: '#ff8b8b',
  32: '#7ee787',
  33: '#f2cc60',
  36: '#7cc7ff',
};

const LINE = 20;
const COLUMN = 8.43;
const MARGIN = 20;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Draws a terminal's text, with its escape sequences, as SVG. It has no fonts or scripts of its own, so that it displays anywhere. */
export function terminalSvg(text: string, { title }: { title: string }): string {
  const lines = text.split('\n');
  const columns = Math.max(...lines.map((line) => plain(line).length));
  const width = Math.ceil(columns * COLUMN) + 2 * MARGIN;
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = lines.flatMap((line, index) => {
    if (plain(line).trim() === '') return [];
    const y = MARGIN + (index + 0.75) * LINE;
    return `<text x="${MARGIN}" y="${y}" xml:space="preserve">${spans(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${escaped(title)}">`,
    `<rect width="100%" height="100%" rx="8" fill="#161b22"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what it is about
const SEQUENCE = /\u001b\[(\d+)m/g;

const plain = (line: string): string => line.replace(SEQUENCE, '');

/** The parts of a line, each in its colour and weight. */
function spans(line: string): string {
  let [colour, weight, opacity] = ['', '', ''];
  let from = 0;
  let out = '';
  const add = (text: string) => {
    if (text === '') return;
    const style = `${colour}${weight}${opacity}`;
    out += style === '' ? escaped(text) : `<tspan${style}>${escaped(text)}</tspan>`;
  };
  for (const match of line.matchAll(SEQUENCE)) {
    add(line.slice(from, match.index));
    from = match.index + match[0].length;
    const code = match[1]!;
    if (code in colours) colour = ` fill="${colours[code]}"`;
    else if (code === '39') colour = '';
    else if (code === '1') weight = ' font-weight="bold"';
    else if (code === '2') opacity = ' fill-opacity="0.6"';
    else if (code === '22') [weight, opacity] = ['', ''];
  }
  add(line.slice(from));
  return out;
}
