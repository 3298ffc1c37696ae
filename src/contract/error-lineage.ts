/** Maps each combined prototype, which inherits from another library's class, to our own prototype that it copies. */
const originals = new WeakMap<object, object>();

/** `util.inspect.custom` */
const printer = Symbol.for('nodejs.util.inspect.custom');

/** Combined prototypes by parent and then by our own prototype, so that each pair of classes has only one. */
const byParent = new WeakMap<object, WeakMap<object, object>>();

/**
 * Makes an error of ours an instance of another error class, too. That class is not changed, since it may be frozen: the error gets a
 * prototype that has all members of its own classes and inherits from the other class. `isOfClass` still recognises the error as ours.
 *
 * @param parent prototype of the other class
 * @returns whether this worked: every accessor of the other class must be readable on an error that its constructor did not make
 */
export function inheritFrom(error: Error, parent: object): boolean {
  const original = Object.getPrototypeOf(error) as object;
  Object.setPrototypeOf(error, standingFor(original, parent));
  if (accessorsOf(parent).every((name) => isReadable(error, name))) return true;
  Object.setPrototypeOf(error, original);
  return false;
}

/** `value instanceof errorClass`, for a class of ours. */
export function isOfClass(value: unknown, errorClass: { prototype: object }): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (let holder: object | null = value; holder; holder = Object.getPrototypeOf(holder)) {
    const original = originals.get(holder) ?? holder;
    if (
      original === errorClass.prototype ||
      Object.prototype.isPrototypeOf.call(errorClass.prototype, original)
    )
      return true;
  }
  return false;
}

function standingFor(original: object, parent: object): object {
  const known = byParent.get(parent) ?? new WeakMap<object, object>();
  byParent.set(parent, known);
  const earlier = known.get(original);
  if (earlier) return earlier;
  const result = withMembersOf(original, Object.create(parent) as object);
  known.set(original, result);
  originals.set(result, original);
  return result;
}

/** Copies the members of `Error`, too: the other class's way of printing may need its private fields. */
function withMembersOf(original: object, target: object): object {
  const base = Object.getPrototypeOf(original) as object | null;
  if (base && original !== Error.prototype) withMembersOf(base, target);
  Object.defineProperties(target, Object.getOwnPropertyDescriptors(original));
  if (original === Error.prototype) Object.defineProperty(target, printer, { value: undefined });
  return target;
}

function accessorsOf(prototype: object): string[] {
  const names: string[] = [];
  for (
    let holder: object | null = prototype;
    holder && holder !== Error.prototype;
    holder = Object.getPrototypeOf(holder)
  ) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(holder)))
      if (get) names.push(name);
  }
  return names;
}

function isReadable(error: Error, name: string): boolean {
  try {
    Reflect.get(error, name);
    return true;
  } catch {
    return false;
  }
}
