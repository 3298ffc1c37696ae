import type { BlindSpot } from '../../report/report';

/** The reasons why a file that names the SDK, or has a call that looks like one of the SDK, is not read. */
export const leftOutReasons = {
  generated: 'says that it is generated, and is not read: change what generates it, then generate it again',
  minified: 'is minified, and is not read: migrate what it is built from, then build it again',
  encoding: 'is not in UTF-8, and is not read: convert it, then migrate again',
  large:
    'has more than 2 MiB, and is not read: take what is written by hand out of it, or look through it by hand',
  script: 'has no extension, and is not read: name it on the command line, and it is taken for a script',
  'no-source':
    'may use the SDK, and is of a kind that is not read (the script of a page, a notebook, another language): look through it by hand',
} as const;

export const UNREAD_FILE = 'unread-file';

export type LeftOut = keyof typeof leftOutReasons;

export function blindSpotOfUnread(file: string, leftOut: LeftOut): BlindSpot {
  return {
    kind: UNREAD_FILE,
    file,
    reason: `${file} ${leftOutReasons[leftOut]}`,
    ...(leftOut === 'script' && { readIfNamed: true }),
  };
}

/**
 * The reason why a source file is not read, if any: its header says that it is generated, its long lines say that it is minified, or
 * the compiler does not know its encoding.
 */
export function leftOutAs(content: Buffer): 'encoding' | 'generated' | 'minified' | undefined {
  if (isUtf16(content)) return 'encoding';
  const head = content.toString('latin1', 0, 1024);
  if (/^\s*(?:\/\/|\/\*|\*|#)[^\n]*@generated\b/m.test(head)) return 'generated';
  return isMinified(content) ? 'minified' : undefined;
}

/** Detects UTF-16 by its byte order mark, or by zeros in every other byte at the beginning. */
export function isUtf16(content: Buffer): boolean {
  if (content.length < 2) return false;
  const mark = content.readUInt16BE(0);
  return mark === 0xfffe || mark === 0xfeff || (content[1] === 0 && content[3] === 0 && content[5] === 0);
}

/** The text of a UTF-16 file as searchable bytes. */
export function narrowed(content: Buffer): Buffer {
  const isBigEndian = content.readUInt16BE(0) === 0xfeff;
  const even = content.subarray(0, content.length & ~1);
  return Buffer.from((isBigEndian ? Buffer.from(even).swap16() : even).toString('utf16le'), 'utf8');
}

const MIN_MINIFIED = 5000;
const MAX_MEAN_LINE = 500;

/** Decides by the mean line length, so that a certificate or an image in one string makes no file minified. */
function isMinified(content: Buffer): boolean {
  if (content.length < MIN_MINIFIED || content.length / linesOf(content) <= MAX_MEAN_LINE) return false;
  const withoutData = content.toString('latin1').replace(/(["'`])(?:\\.|(?!\1)[^\\\r\n]){200,}\1/g, '""');
  return withoutData.length / linesOf(content) > MAX_MEAN_LINE;
}

function linesOf(content: Buffer): number {
  let lines = 1;
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) lines += 1;
  return lines;
}
