import ts from 'typescript';
import { redact } from '../report/redaction';
import type { Cause as ReportedCause, Site } from '../report/report';
import { append } from '../resolve/append';
import { type DescribedCause, describedCause } from '../resolve/causes/described-cause';
import { detached } from '../resolve/detached';
import { onceEach } from '../resolve/once-each';
import type { Sdk } from '../resolve/sdk';
import { stableCode } from '../resolve/stable-code';
import type { Cause } from '../resolve/verdict';
import { fingerprintOf, idOf } from './questions/identity';
import { codeAround } from './questions/own-question';

/** A cause that may leave a site for review, without a reference to a syntax tree. */
export interface PlacedCause extends Omit<ReportedCause, 'sites'> {
  fingerprint: string;
  /** The cause has no place of its own, and takes that of the first site that follows from it. */
  isEverywhere: boolean;
}

export interface CausesOptions {
  sdk: Sdk;
  /** Path, relative to the root, of a unit's file. */
  fileOf: (unit: string) => string;
  /** Name of the package that a file belongs to. */
  packageOf: (file: string) => string | undefined;
}

/** Reads the id and the text of a cause. */
export type CauseReader = (cause: Cause) => PlacedCause;

/** Caches what it reads by place, as many sites may follow from one cause. */
export function createCauseReader({ sdk, fileOf, packageOf }: CausesOptions): CauseReader {
  const known = new WeakMap<ts.Node, Map<string, PlacedCause>>();
  const ordinalOf = createOrdinals(sdk);
  const codeOf = onceEach((node: ts.Node) => stableCode(node, sdk));
  /** The code of the function at the cause and of its callers; an answer holds only while it is unchanged. */
  const codesOf = ({ at, callers = [] }: Cause): string[] => [
    codeOf(ts.isParameter(at) ? at.parent : codeAround(at)),
    ...callers.map((caller) => `${fileOf(caller.getSourceFile().fileName)}: ${codeOf(caller)}`).sort(),
  ];
  return (cause) => {
    const { at, path, shared, why, callers = [] } = cause;
    const ofNode = known.get(at) ?? new Map<string, PlacedCause>();
    known.set(at, ofNode);
    const key = JSON.stringify([path, shared, why]);
    const placed = ofNode.get(key);
    if (placed) return placed;
    const described = describedCause(cause, sdk);
    const source = at.getSourceFile();
    const file = fileOf(source.fileName);
    const { line, character } = source.getLineAndCharacterOfPosition(at.getStart(source));
    const within =
      described.scope === 'package'
        ? ['package', packageOf(file) ?? '']
        : ['file', file, String(ordinalOf(cause, described))];
    const made = {
      id: idOf(JSON.stringify([...within, ...described.identity, '', ...path])),
      file,
      line: line + 1,
      column: character + 1,
      question: shown(described.question(`${file}:${line + 1}`)),
      advice: shown(described.advice),
      ...(callers.length > 0 && {
        callers: callers.map((caller) => placeOf(caller, fileOf)).sort(byPlace),
      }),
      fingerprint: fingerprintOf(shared ? [] : codesOf(cause)),
      isEverywhere: shared !== undefined && shared.kind !== 'module',
    };
    ofNode.set(key, made);
    return made;
  };
}

/**
 * Numbers the places of a file that have the same identity from the top. All such code counts, whether or not it is open, so that an
 * answer elsewhere does not change a number.
 */
function createOrdinals(sdk: Sdk): (cause: Cause, described: DescribedCause) => number {
  const bySource = new WeakMap<ts.SourceFile, Map<ts.SyntaxKind, Map<string, ts.Node[]>>>();
  return (cause, { identity }) => {
    const source = cause.at.getSourceFile();
    const byKind = bySource.get(source) ?? new Map<ts.SyntaxKind, Map<string, ts.Node[]>>();
    bySource.set(source, byKind);
    const places = byKind.get(cause.at.kind) ?? placesIn(source, cause, sdk);
    byKind.set(cause.at.kind, places);
    return places.get(JSON.stringify(identity))?.indexOf(cause.at) ?? 0;
  };
}

function placesIn(source: ts.SourceFile, cause: Cause, sdk: Sdk): Map<string, ts.Node[]> {
  const places = new Map<string, ts.Node[]>();
  const visit = (node: ts.Node): void => {
    if (node.kind === cause.at.kind) {
      const key = JSON.stringify(describedCause({ at: node, path: [], why: '' }, sdk).identity);
      append(places, key, node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return places;
}

function placeOf(node: ts.Node, fileOf: CausesOptions['fileOf']): { file: string; line: number } {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { file: fileOf(source.fileName), line: line + 1 };
}

function shown(text: string): string {
  return detached(redact(text));
}

/** A site and the causes to ask about; none where the site waits for another reason. */
export interface SiteWithCauses {
  site: Site;
  causes: readonly PlacedCause[];
  /** The name of the client there. */
  client: string | undefined;
}

/**
 * Gives each site the one of its causes from which most sites follow, so that few questions settle many sites. A site with several
 * causes follows from the next once one is settled.
 */
export function withCauses(sites: readonly SiteWithCauses[]): { sites: Site[]; causes: ReportedCause[] } {
  const following = new Map<string, number>();
  for (const { causes } of sites)
    for (const id of new Set(causes.map((cause) => cause.id)))
      following.set(id, (following.get(id) ?? 0) + 1);
  const found = new Map<string, { cause: ReportedCause; clients: Set<string | undefined> }>();
  const marked = sites.map(({ site, causes, client }) => {
    const [cause] = [...causes].sort(
      (a, b) => following.get(b.id)! - following.get(a.id)! || byPlace(a, b) || (a.id < b.id ? -1 : 1),
    );
    if (!cause) return site;
    const { isEverywhere, ...placed } = cause;
    const place = isEverywhere ? { file: site.file, line: site.line, column: site.column } : {};
    const known = found.get(cause.id) ?? { cause: { ...placed, ...place, sites: 0 }, clients: new Set() };
    known.cause.sites += 1;
    known.clients.add(client);
    found.set(cause.id, known);
    return { ...site, cause: cause.id };
  });
  const causes = Array.from(found.values(), ({ cause, clients }) => withFlag(cause, [...clients]));
  return { sites: marked, causes: causes.sort((a, b) => b.sites - a.sites || byPlace(a, b)) };
}

/** Adds the client's name, for `--assume-client`, where all sites of a cause use the same one. */
function withFlag(cause: ReportedCause, [client, ...others]: readonly (string | undefined)[]): ReportedCause {
  if (client === undefined || others.length > 0) return cause;
  return {
    ...cause,
    advice: `${cause.advice}, or vouch for every client of that name: --assume-client ${client}`,
  };
}

function byPlace(
  a: { file: string; line: number; column?: number },
  b: { file: string; line: number; column?: number },
): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || (a.column ?? 0) - (b.column ?? 0);
}
