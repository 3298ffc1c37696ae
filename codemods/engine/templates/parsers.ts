import { extname } from 'node:path';
import type { Candidate } from '../scan/scan';

/** The parsers of the frameworks whose components are among the scanned files. */
export interface Parsers {
  vue?: typeof import('@vue/compiler-dom');
  svelte?: typeof import('./svelte-parser');
  astro?: typeof import('@astrojs/compiler/sync');
}

/** Loads a parser only for components that may hold a legacy use. */
export async function loadParsers(candidates: readonly Candidate[]): Promise<Parsers> {
  const extensions = new Set(candidates.map(({ file }) => extname(file)));
  const [vue, svelte, astro] = await Promise.all([
    extensions.has('.vue') ? import('@vue/compiler-dom') : undefined,
    extensions.has('.svelte') ? import('./svelte-parser') : undefined,
    extensions.has('.astro') ? import('@astrojs/compiler/sync') : undefined,
  ]);
  return { ...(vue && { vue }), ...(svelte && { svelte }), ...(astro && { astro }) };
}
