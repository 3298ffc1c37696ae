/**
 * Where frameworks and templates put what such a specifier leads to, relative to the package, without being told so by a file: a
 * fresh clone lacks what they generate. Where these leave exactly one file, it is that.
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

/** Modules that a framework or a bundler makes up: no file and no package has them. */
export const VIRTUAL_MODULE =
  /^(?:\$(?:app|env|service-worker)(?:\/|$)|(?:virtual|astro|bun|cloudflare|sass|data|ember|@ember)[:/]|\0)/;
