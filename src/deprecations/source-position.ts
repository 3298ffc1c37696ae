import { findSourceMap } from 'node:module';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { redact } from '../contract/redact.js';
import { type CallSite, unknownCallSite } from './call-site.js';
import { sourceMapBeside } from './source-map-beside.js';

interface Position {
  /** Path, URL, or a name such as `[eval]`. */
  file: string;
  line: number;
  column: number;
}

/**
 * The source position of a frame, as people edit it: through the hook of a source-map library, Node's own source maps, or the map beside
 * the file, in this order. Slow, so only for the first call from a place.
 */
export function callSiteOf(frame: NodeJS.CallSite): CallSite {
  const generated = positionOf(frame);
  if (!generated) return unknownCallSite;
  const { file, line, column } = throughHook(frame, generated) ?? throughMap(generated) ?? generated;
  const caller = frame.getFunctionName();
  return {
    file: redact(displayed(file)),
    line,
    column,
    // V8 names the function `Shop.onFraud` or `async onFraud`, where the source has `onFraud`.
    function: caller ? redact(caller.slice(caller.lastIndexOf('.') + 1)) : undefined,
  };
}

function positionOf(frame: NodeJS.CallSite): Position | undefined {
  const file = frame.getFileName();
  if (file) return { file, line: numberOf(frame.getLineNumber()), column: numberOf(frame.getColumnNumber()) };
  // `eval at run (/app/rules.js:12:7)`: the place that created the code without a file.
  const [, evalFile, line, column] = /\(([^()]+):(\d+):(\d+)\)/.exec(frame.getEvalOrigin() ?? '') ?? [];
  return evalFile === undefined ? undefined : { file: evalFile, line: Number(line), column: Number(column) };
}

/** Frames made by a library may return any value. */
function numberOf(value: unknown): number {
  return Number.isInteger(value) ? (value as number) : 0;
}

/** ts-node, Jest and source-map-support have maps in memory only; their hook prints the mapped position. */
function throughHook(frame: NodeJS.CallSite, generated: Position): Position | undefined {
  try {
    const hook = Error.prepareStackTrace;
    if (!hook) return undefined;
    const text: unknown = hook(new Error(), [frame]);
    const printed = typeof text === 'string' ? /^\s*at (?:.*\()?([^()]+):(\d+):(\d+)\)?$/m.exec(text) : null;
    const mapped = printed && { file: printed[1]!, line: Number(printed[2]), column: Number(printed[3]) };
    const moved = mapped && (mapped.line !== generated.line || mapped.column !== generated.column);
    return mapped && moved ? mapped : undefined;
  } catch {
    return undefined;
  }
}

function throughMap({ file, line, column }: Position): Position | undefined {
  try {
    const path = pathOf(file);
    const origin = (findSourceMap(file) ?? findSourceMap(path) ?? sourceMapBeside(path))?.findEntry(
      line - 1,
      column - 1,
    );
    if (!origin || !('originalSource' in origin) || !origin.originalSource) return undefined;
    return {
      file: origin.originalSource,
      line: origin.originalLine + 1,
      column: origin.originalColumn + 1,
    };
  } catch {
    // A broken map must not fail the call: the position in the generated file is correct, too.
    return undefined;
  }
}

function pathOf(file: string): string {
  // Loaders add a query to reload a module.
  return file.startsWith('file:') ? fileURLToPath(file.replace(/[?#].*$/, '')) : file;
}

function displayed(file: string): string {
  // Bundlers use a scheme of their own: `webpack://shop/./src/pay.ts`.
  const bundled = /^(?:webpack|rollup|turbopack):\/\/[^/]*\/(?:\.\/)?(.+)$/.exec(file);
  if (bundled) return bundled[1]!.replace(/\?.*$/, '');
  try {
    return fromHere(pathOf(file));
  } catch {
    // A URL such as `file://build-server/pay.ts` is not a local path, or the working directory is gone: neither must fail the call.
    return file;
  }
}

function fromHere(path: string): string {
  if (!isAbsolute(path)) return path;
  const inside = relative(process.cwd(), resolve(path));
  const shown = inside.startsWith('..') || isAbsolute(inside) ? path : inside;
  return sep === '/' ? shown : shown.split(sep).join('/');
}
