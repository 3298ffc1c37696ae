/**
 * Conventional locations of frameworks and templates for a specifier, relative to the package. They are needed because a fresh clone
 * lacks the generated configuration. The result counts only if exactly one file exists.
 */
export function conventionalPlaces(specifier: string): string[] {
  const home = /^(?:~~|@@)\/(.+)$/.exec(specifier)?.[1];
  if (home !== undefined) return [home];
  // SvelteKit
  const library = /^\$lib(?:\/(.+))?$/.exec(specifier);
  if (library) return [`src/lib/${library[1] ?? 'index'}`];
  // Vue, Vite, Nuxt, Next, Laravel
  const source = /^[@~]\/(.+)$/.exec(specifier)?.[1];
  return source === undefined ? [] : ['src/', 'app/', '', 'resources/js/'].map((folder) => folder + source);
}

/** Modules that a framework or a bundler generates; no file or package exists for them. */
export const VIRTUAL_MODULE =
  /^(?:\$(?:app|env|service-worker)(?:\/|$)|(?:virtual|astro|bun|cloudflare|sass|data|ember|@ember)[:/]|\0)/;
