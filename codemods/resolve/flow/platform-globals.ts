/**
 * Globals that the language and its platforms define. Where nothing in sight declares such a name, it is the platform's, and no script is
 * searched for one that sets it. Names of objects that programs hang things on, such as `process` and `window`, are not among them.
 */
export const PLATFORM_GLOBALS: ReadonlySet<string> = new Set(
  `AggregateError Array ArrayBuffer AsyncFunction Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
  FinalizationRegistry Float16Array Float32Array Float64Array Function Generator GeneratorFunction Infinity Int16Array Int32Array Int8Array
  Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String
  SuppressedError Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet
  decodeURI decodeURIComponent encodeURI encodeURIComponent escape isFinite isNaN parseFloat parseInt undefined unescape
  AbortController AbortSignal Blob BroadcastChannel Buffer CustomEvent DOMException DOMParser Element Event EventSource EventTarget File
  FileReader FormData HTMLElement Headers IntersectionObserver MessageChannel MessageEvent MessagePort MutationObserver Node NodeList
  OffscreenCanvas ReadableStream Request ResizeObserver Response SharedWorker TextDecoder TextEncoder TransformStream URL URLSearchParams
  WebAssembly WebSocket Worker WritableStream XMLHttpRequest XMLSerializer console crypto performance atob btoa clearInterval
  clearTimeout queueMicrotask setImmediate setInterval setTimeout structuredClone`.split(/\s+/),
);
