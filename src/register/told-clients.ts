// biome-ignore lint/complexity/noBannedTypes: whatever the program passes to be called
type Callable = Function;

/** Callbacks by their views. */
const callbacks = new WeakMap<object, Callable>();

/** Views by the object whose method got the callback, so that what was added with one can be removed with it. */
const viewsBySelf = new WeakMap<object, WeakMap<object, Callable>>();

/** Whether an argument is a function that can be told of a client: no class, since it would lose its identity for nothing. */
export function isCallback(argument: unknown): argument is Callable {
  return (
    typeof argument === 'function' &&
    !callbacks.has(argument) &&
    !/^class\b/.test(Function.prototype.toString.call(argument))
  );
}

/** The callback in place of its view, which the SDK may return; anything else as it is. */
export function callbackOf(value: unknown): unknown {
  return (typeof value === 'function' && callbacks.get(value)) || value;
}

/**
 * A function that behaves like `callback`, but gets what `equip` makes of each argument.
 *
 * @param self keeps the view for the next call; `undefined` if `equip` is for one call only, since it has that call's options
 */
export function viewOfCallback(
  callback: Callable,
  self: unknown,
  equip: (argument: unknown) => unknown,
): Callable {
  const known = viewsOf(self);
  const earlier = known?.get(callback);
  if (earlier) return earlier;
  const view = new Proxy(callback, {
    apply: (target, receiver, args) => Reflect.apply(target, receiver, args.map(equip)),
  });
  callbacks.set(view, callback);
  known?.set(callback, view);
  return view;
}

function viewsOf(self: unknown): WeakMap<object, Callable> | undefined {
  if ((typeof self !== 'object' && typeof self !== 'function') || self === null) return undefined;
  const known = viewsBySelf.get(self) ?? new WeakMap<object, Callable>();
  viewsBySelf.set(self, known);
  return known;
}
