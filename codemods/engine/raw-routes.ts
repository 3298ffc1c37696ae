import ts from 'typescript';
import type { BlindSpot } from '../report/report';
import type { Sdk } from '../resolve/sdk';
import { parseUnit } from '../resolve/unit';
import { visitPlaces } from '../resolve/visit-places';
import { lineTable } from '../rewrite/lines';
import type { Candidate } from './scan/scan';
import { isPage, unitsOf } from './scan/units';

const RAW_ROUTE = 'raw-route';

interface RawRoute {
  offset: number;
  /** The route, with a placeholder for the customer's own text. */
  shown: string;
  advice: string;
}

/**
 * Hand-written requests to legacy routes, which no rule migrates: in strings and templates of sources, and anywhere on a page. A route of
 * the customer's own may look the same, so one counts only near the vendor's name, or in a package that uses the SDK.
 *
 * @param path absolute path of the candidate
 */
export function rawRoutesIn(
  { file, bytes }: Candidate,
  path: string,
  usesSdk: boolean,
  sdk: Sdk,
): BlindSpot[] {
  const text = bytes.toString('utf8');
  if (!usesSdk && !sdk.mention.test(text)) return [];
  const found = routesIn(text, sdk);
  if (found.length === 0) return [];
  const isWritten = isPage(file) ? () => true : writtenIn(path, text, found, sdk);
  const lines = lineTable(text);
  return found
    .filter(({ offset }) => isWritten(offset))
    .map(({ offset, shown, advice }) => ({
      kind: RAW_ROUTE,
      file,
      line: lines.positionOf(offset).line,
      reason: `${shown} is a legacy route, which is asked for by hand here: ${advice}`,
    }));
}

/** Finds routes by the look of the text, at most one per place. */
function routesIn(text: string, { routes, namespace, mention, module }: Sdk): RawRoute[] {
  const { domain, prefix, reviewedPrefix, actions } = routes;
  const anyAction = [...actions.keys()].join('|');
  // The part between the slashes is an id: `${id}`, `' + id + '`, `:id`.
  const action = new RegExp(`/${namespace}/([^/;]{1,160})/(${anyAction})(?![\\w-])`, 'g');
  const namesVendor = text.includes(domain);
  // `new URL('v1/cards/…', 'https://…')`: relative to the vendor's host.
  const startsWithPrefix = new RegExp(`["'\`]${prefix.replace(/^\//, '')}$`);
  const byAction = Array.from(text.matchAll(action), ({ index, 1: id, 2: name }): RawRoute[] => {
    const before = text
      .slice(Math.max(0, index - 120), index)
      .split(/[\r\n]/)
      .at(-1)!;
    const isLegacy =
      (before.endsWith(prefix) && !before.endsWith(reviewedPrefix)) ||
      (namesVendor && startsWithPrefix.test(before));
    const isNamed = before.includes(domain) || (mention.test(before) && !before.includes(module));
    // A path with parameters is a router's, not a request's.
    if (/^[:[]/.test(id!) && !isNamed) return [];
    if (!isLegacy && !isNamed) return [];
    return [
      {
        offset: index,
        shown: `${isLegacy ? prefix : ''}/${namespace}/…/${name}`,
        advice: actions.get(name!)!,
      },
    ];
  }).flat();
  const reviewed = `the reviewed routes begin with ${reviewedPrefix}`;
  const atHost = new RegExp(`${domain.replaceAll('.', '\\.')}(?::\\d+)?${prefix}(?![\\w.-])`, 'g');
  const byHost = Array.from(text.matchAll(atHost), ({ index, 0: match }): RawRoute => {
    return { offset: index, shown: match, advice: reviewed };
  });
  const alone = new RegExp(`(?<=["'\`}])${prefix}/${namespace}(?![\\w-])`, 'g');
  const byPrefix = namesVendor
    ? Array.from(text.matchAll(alone), ({ index }): RawRoute => {
        return { offset: index, shown: `${prefix}/${namespace}`, advice: reviewed };
      })
    : [];
  const isCovered = ({ offset }: RawRoute) =>
    byAction.some((other) => other.offset >= offset && other.offset - offset < 80);
  return [...byAction, ...[...byHost, ...byPrefix].filter((route) => !isCovered(route))];
}

/** Whether an offset is in a string or a template of a file's code; every offset is in a file that does not parse. */
function writtenIn(
  path: string,
  text: string,
  found: readonly RawRoute[],
  sdk: Sdk,
): (offset: number) => boolean {
  const places = found.map(({ offset }) => offset).sort((a, b) => a - b);
  const written = new Set<number>();
  for (const unit of unitsOf(path, text)) {
    const { source, error } = parseUnit(unit, sdk, true);
    if (error !== undefined) return () => true;
    visitPlaces(source, places, (node) => {
      if (!isText(node)) return;
      for (const place of places) if (node.getStart(source) <= place && place < node.end) written.add(place);
    });
  }
  return (offset) => written.has(offset);
}

const isText = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddleOrTemplateTail(node) ||
  ts.isJsxText(node);
