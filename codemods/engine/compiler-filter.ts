import { takingOf } from '../resolve/taking';
import type { AnalyseOptions } from './analyse';
import type { KeptNamespaces } from './kept-namespaces';
import type { Candidate } from './scan/scan';

/**
 * Whether a file may hold a site, or declares something for files that do not import it. A file whose imports do not lead to the SDK
 * can have a client only from a global. Untyped receivers count only in packages that use the SDK, and in files that a client's namespace
 * may come to.
 */
export function compilerFilter(
  { root, scan, assumeClients, scope, migration }: AnalyseOptions,
  reachesSdk: (file: string) => boolean,
  seeksRenamed: boolean,
  keptNamespaces: KeptNamespaces,
): (candidate: Candidate) => boolean {
  // To follow each namespace that is handed on costs too much in a file that only wires others together.
  const taking = takingOf(migration.sdk.namespace);
  const assumed = [...assumeClients].map((name) => Buffer.from(name));
  return ({ file, bytes, mentionsSdk, mayHoldSites, mayBeMigrated }) => {
    const isWorthIt = mayHoldSites || (seeksRenamed && mayBeMigrated);
    if (mentionsSdk) return isWorthIt || bytes.includes('declare ') || taking.test(bytes.toString('latin1'));
    if (!isWorthIt) return false;
    if (scope === 'whole' || bytes.includes('globalThis')) return true;
    const path = `${root}/${file}`;
    if (assumed.some((name) => bytes.includes(name))) return true;
    if (!scan.packages.of(file).usesSdk && reachesSdk(path)) return true;
    // A package without the SDK may be handed a client or its namespace: `guard.block(client, id)`.
    return keptNamespaces.mayBeUsedIn(path, bytes.toString('utf8'));
  };
}

/** Ambient declarations: of a global or another module, or those of a file that is no module. */
export function declaresForOthers(text: string): boolean {
  if (/\bdeclare\s+(?:global|module|namespace)\b/.test(text)) return true;
  return /\bdeclare\s/.test(text) && !/^\s*(?:import|export)\b/m.test(text);
}

/** Whether a text may declare something for files that do not import it. */
export const declaresGlobals = (text: string): boolean =>
  /\b(?:declare\s|globalThis\b|(?:global|window|self)\s*[.[])/.test(text);
