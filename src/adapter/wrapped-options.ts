import type { CompatOptions } from './compat-options.js';

/** Options of clients that this copy of the package wrapped or built. Kept private, because they hold keys. */
const known = new WeakMap<object, CompatOptions>();

/** Options with two names: giving one of them overrides both names of earlier options. */
const synonyms: readonly (readonly (keyof CompatOptions)[])[] = [
  ['secretKey', 'apiKey'],
  ['baseUrl', 'baseURL'],
];

export function rememberOptions(client: object, options: CompatOptions): void {
  known.set(client, options);
}

/** @returns `undefined` for a client that this copy of the package did not make */
export function rememberedOptions(client: object): CompatOptions | undefined {
  return known.get(client);
}

/** The options of a client that is wrapped again: the later ones take precedence. */
export function combinedOptions(earlier: CompatOptions, later: CompatOptions): CompatOptions {
  const combined = { ...earlier };
  const given = Object.entries(later).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    const names = synonyms.find((group) => (group as readonly string[]).includes(name)) ?? [];
    for (const synonym of names) delete combined[synonym];
    // The earlier environment belonged to the earlier key.
    if (name === 'secretKey' || name === 'apiKey') delete combined.environment;
  }
  return Object.assign(combined, Object.fromEntries(given));
}
