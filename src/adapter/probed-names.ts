/** Names that runtimes, loggers, test runners and frameworks read from any object. */
const probed = new Set([
  ...['then', 'catch', 'finally', 'toJSON', 'toString', 'valueOf', 'constructor', 'prototype', 'inspect'],
  ...[
    'length',
    'size',
    'name',
    'type',
    'kind',
    'code',
    'message',
    'stack',
    'cause',
    'default',
    'callee',
    'splice',
  ],
  ...['nodeType', 'nodeName', 'tagName', 'window', 'self', 'document', 'asymmetricMatch', 'mock'],
  ...['dispose', 'destroy', 'close', 'ref', 'unref'],
]);

const wellKnown = new Set<unknown>(
  Object.getOwnPropertyNames(Symbol).map((name) => (Symbol as unknown as Record<string, unknown>)[name]),
);

/**
 * Whether a name is one that code reads from any object, and not a namespace of the SDK: a well-known symbol, `then`, a
 * framework's hook (`onModuleInit`, `toString`, `isMock`), a marker (`$$typeof`, `_isMockFunction`, `@@…`).
 */
export function isProbed(key: PropertyKey): boolean {
  if (typeof key !== 'string') return wellKnown.has(key) || String(key).startsWith('Symbol(nodejs.');
  return probed.has(key) || !/^[a-z]/.test(key) || /^(on|to|is|has|get|set|before|after)[A-Z]/.test(key);
}
