import { resolve } from 'node:path';
import type ts from 'typescript';
import { createLoneFakes, type PlacedUse } from '../../engine/lone-fakes';
import { switchTargetOf } from '../../engine/migration';
import { moduleNamePattern } from '../../resolve/escapes';
import { createOccurrenceFinder, type Occurrence } from '../../resolve/occurrences';
import { createProgram, createSources } from '../../resolve/program';
import type { Unit } from '../../resolve/unit';
import { draftsOf } from '../../rewrite/drafts';
import { applyEdits } from '../../rewrite/edits';
import { lineTable } from '../../rewrite/lines';
import { behindHeldImports, rewrittenFile, type SiteRewrite } from '../../rewrite/rewritten-file';
import { isOfAnyMethod, roleOf } from '../../rewrite/site-role';
import type { Transform } from '../../rewrite/transform';
import { zentra } from '..';
import { COMPAT_MODULE, SDK_MODULE } from '../names';
import { zentraSdk } from '../sdk';

/** The part of jscodeshift's file argument that is used here. */
export interface FileInfo {
  path: string;
  source: string;
}

export interface Api {
  report?: (message: string) => void;
}

export interface Options {
  /** `keep` leaves the imports of `@zentra/sdk` as they are; otherwise a rewritten file imports `zentra-compat`. */
  client?: 'keep' | 'zentra-compat';
  /** Names of untyped receivers to treat as Zentra clients, separated by commas. */
  assumeClient?: string;
}

/** Returns the new text of a file, or `undefined` if nothing changes. */
export type StandaloneTransform = (file: FileInfo, api: Api, options: Options) => string | undefined;

/**
 * A codemod as a jscodeshift transform: `npx jscodeshift -t <this file> <paths>`.
 *
 * It sees one file at a time, so it does not know a client that is imported from another file, injected or typed elsewhere:
 * such calls are left alone; those that look like Zentra's are reported and get a TODO line. `zentra-codemods migrate` sees
 * all files, edits package.json, keeps a journal and can be undone.
 */
export function standalone(transform: Transform): StandaloneTransform {
  return ({ path, source: text }, { report }, { client, assumeClient = '' }) => {
    const file = resolve(path).replaceAll('\\', '/');
    const unit: Unit = { file, name: file, text, kind: 'script' };
    const sources = createSources(zentraSdk, () => [unit]);
    sources.namesOf(file);
    const { error } = sources.parsed(file)!;
    if (error) throw new Error(`${path} ${error}`);
    const resolution = createProgram({
      sdk: zentraSdk,
      roots: [file],
      sources,
      modules: {
        resolve: (specifier) => ({
          kind: [SDK_MODULE, COMPAT_MODULE].includes(specifier)
            ? 'sdk'
            : /^[.#]/.test(specifier)
              ? 'missing'
              : 'external',
        }),
      },
      mayLoad: () => true,
    });
    const usesSdk = [SDK_MODULE, COMPAT_MODULE].some((module) => moduleNamePattern(module).test(text));
    const occurrences = createOccurrenceFinder({
      resolution,
      assumeClients: new Set(assumeClient.split(',').filter(Boolean)),
    }).occurrencesIn(unit, true);
    const source = resolution.source(file)!;
    const clientOptions = zentra.clientOptions.filter((option) => usesSdk && text.includes(option));
    const context = { checker: resolution.checker, clientOptions: new Set(clientOptions) };
    const drafts = draftsOf(unit, source, occurrences, [transform], context);
    const lines = lineTable(text);
    const tell = (node: ts.Node, reason: string) => {
      const { line, column } = lines.positionOf(node.getStart(source));
      report?.(`${line}:${column} ${reason}`);
    };
    for (const { anchor, outcome } of drafts) if (outcome.status === 'review') tell(anchor, outcome.reason);
    const rewritten = rewrittenFile(text, [{ unit, source, drafts }], {
      target: switchTargetOf(zentra),
      packageIsEsm: false,
      takenElsewhere: () => new Set(),
    });
    const inReport = drafts.filter(({ outcome }) => outcome.status !== 'advice');
    const lineOf = (node: ts.Node) => lines.positionOf(node.getStart(source)).line;
    const sites = rewritten.sites.map((rewrite, index) => {
      const { rule, anchor } = inReport[index]!;
      return { anchor, rewrite, site: { file: path, rule, line: lineOf(anchor) } };
    });
    const lone = loneFakes(sites, anyCallsOf(occurrences, path, lineOf));
    for (const { anchor, rewrite } of sites) if (lone.has(rewrite)) tell(anchor, lone.get(rewrite)!);
    const isRewritten = sites.some(
      ({ rewrite }) => rewrite.outcome.status === 'rewritten' && !lone.has(rewrite),
    );
    const sdkBecomesCompat = isRewritten && client !== 'keep';
    const left = new Map([...(sdkBecomesCompat ? behindHeldImports(rewritten) : []), ...lone]);
    const result = applyEdits(text, rewritten.edits({ sdkBecomesCompat, left }));
    return result === text ? undefined : result;
  };
}

/** Calls that may be any method's. They are another rule's sites, but a fake waits for them. */
function anyCallsOf(
  occurrences: readonly Occurrence[],
  file: string,
  lineOf: (node: ts.Node) => number,
): PlacedUse[] {
  return occurrences.flatMap((occurrence) => {
    const role = roleOf(occurrence);
    if (!isOfAnyMethod(role) || !('name' in occurrence)) return [];
    const { name, verdict } = occurrence;
    return [
      {
        site: { file, rule: '', line: lineOf(name) },
        rewrite: { role, outcome: { status: 'review' }, doors: verdict.doors },
      },
    ];
  });
}

/** The sites that keep their names because of fakes, with the reasons. */
function loneFakes(
  sites: readonly (PlacedUse & { rewrite: SiteRewrite })[],
  anyCalls: readonly PlacedUse[],
): Map<SiteRewrite, string> {
  const stays = createLoneFakes([...sites, ...anyCalls], new Set(), () => false);
  return new Map(
    sites.flatMap(({ rewrite }): [SiteRewrite, string][] => {
      const reason = rewrite.outcome.status === 'rewritten' ? stays(rewrite) : undefined;
      return reason === undefined ? [] : [[rewrite, reason]];
    }),
  );
}
