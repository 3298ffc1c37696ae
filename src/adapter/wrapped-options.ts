import type { CompatOptions } from './compat-options.js';

/** Options of the clients that this copy of the package wrapped or built. They hold keys, and can be reached from nowhere else. */
const known = new WeakMap<object, CompatOptions>();

/** Options that are two names of one: whoever gives one of them means neither of the earlier ones. */
const synonyms: readonly (readonly (keyof CompatOptions)[])[] = [
  ['secretKey', 'apiKey'],
  ['baseUrl', 'baseURL'],
];

export function rememberOptions(client: object, options: CompatOptions): void {
  known.set(client, options);
}

/** @returns `undefined` for a client that this copy of the package has not made */
export function rememberedOptions(client: object): CompatOptions | undefined {
  return known.get(client);
}

/** The options of a client that is wrapped once more: those of the second time come first. */
export function combinedOptions(earlier: CompatOptions, later: CompatOptions): CompatOptions {
  const combined = { ...earlier };
  const given = Object.entries(later).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    const names = synonyms.find((group) => (group as readonly string[]).includes(name)) ?? [];
    for (const synonym of names) delete combined[synonym];
    // The earlier environment was that of the earlier key.
    if (name === 'secretKey' || name === 'apiKey') delete combined.environment;
  }
  return Object.assign(combined, Object.fromEntries(given));
}
