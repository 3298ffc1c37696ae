/** Modules of Node whose classes an SDK may derive from, or export again. */
const modules = ['events', 'stream', 'http', 'https', 'net', 'tls', 'async_hooks', 'worker_threads'] as const;

let ofOthers: ReadonlySet<unknown> | undefined;

/** Prototypes of the language's and of Node's classes, which all code uses. */
function prototypesOfOthers(): ReadonlySet<unknown> {
  if (ofOthers) return ofOthers;
  // Globals behind a getter are loaded by reading them, and are no classes to derive from.
  const globals = Object.values(Object.getOwnPropertyDescriptors(globalThis)).map(({ value }) => value);
  const exported = modules.flatMap((name) => {
    const module = require(`node:${name}`) as object;
    return [module, ...Object.values(module)];
  });
  const classes = [...globals, ...exported].flatMap((each) =>
    typeof each === 'function' ? [each.prototype] : [],
  );
  ofOthers = new Set([...classes, ...chainOf((function* () {})()), ...chainOf((async function* () {})())]);
  return ofOthers;
}

/** The prototypes of a generator, which no global names, without that of its own function. */
function chainOf(generator: object): object[] {
  const chain: object[] = [];
  for (let holder = Object.getPrototypeOf(generator); holder; holder = Object.getPrototypeOf(holder))
    chain.push(holder);
  return chain.slice(1);
}

/** The prototypes of an object, up to the first that is not of a class of the SDK. */
export function* sdksPrototypesOf(value: object): Generator<object> {
  for (
    let holder: object | null = Object.getPrototypeOf(value);
    holder && !prototypesOfOthers().has(holder);
    holder = Object.getPrototypeOf(holder)
  ) {
    yield holder;
  }
}

/** Whether an object is an instance of a class of the SDK, and no object literal. */
export function isOfSdksClass(value: object): boolean {
  return !sdksPrototypesOf(value).next().done;
}
