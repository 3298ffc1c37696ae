import { AMBIENT_FOLDER } from './ambient';

/** Name under which the compiler knows the library below. */
export const LIB_FILE = `${AMBIENT_FOLDER}/lib.d.ts`;

/**
 * The part of the language's library through which a client may pass: containers, functions and types that derive others. The
 * whole library takes longer to read than all relevant files together. A name that is missing here is `any`, and a value from it
 * is handled like every untyped receiver. Contains the macros that the compilers of Vue and Svelte know without an import;
 * `Object.__each` returns the items of a `v-for`.
 */
export const LIB = `
interface Object { constructor: Function; hasOwnProperty(key: PropertyKey): boolean; valueOf(): Object; toString(): string }
interface ObjectConstructor {
  new (value?: any): Object; (value?: any): any; readonly prototype: Object;
  assign<T extends {}, U>(target: T, source: U): T & U;
  assign<T extends {}, U, V>(target: T, a: U, b: V): T & U & V;
  assign<T extends {}, U, V, W>(target: T, a: U, b: V, c: W): T & U & V & W;
  assign(target: object, ...sources: any[]): any;
  create(prototype: object | null, properties?: any): any;
  defineProperty<T>(target: T, key: PropertyKey, attributes: any): T;
  entries<T>(value: { [key: string]: T } | ArrayLike<T>): [string, T][];
  entries(value: {}): [string, any][];
  freeze<T>(value: T): Readonly<T>;
  fromEntries<T>(entries: Iterable<readonly [PropertyKey, T]>): { [key: string]: T };
  getPrototypeOf(value: any): any;
  keys(value: {}): string[];
  seal<T>(value: T): T;
  setPrototypeOf(value: any, prototype: object | null): any;
  values<T>(value: { [key: string]: T } | ArrayLike<T>): T[];
  values(value: {}): any[];
  __each<T>(source: Iterable<T>): T[];
  __each<T>(source: { [key: string]: T } | ArrayLike<T>): T[];
  __each(source: {}): any[];
}
declare var Object: ObjectConstructor;
interface Function {
  apply(this: Function, self: any, values?: any): any;
  call(this: Function, self: any, ...values: any[]): any;
  bind(this: Function, self: any, ...values: any[]): any;
  prototype: any; readonly length: number; readonly name: string;
}
interface CallableFunction extends Function {
  apply<T, R>(this: (this: T) => R, self: T): R;
  apply<T, A extends any[], R>(this: (this: T, ...values: A) => R, self: T, values: A): R;
  call<T, A extends any[], R>(this: (this: T, ...values: A) => R, self: T, ...values: A): R;
  bind<T>(this: T, self: ThisParameterType<T>): OmitThisParameter<T>;
  bind<T, A extends any[], B extends any[], R>(this: (this: T, ...values: [...A, ...B]) => R, self: T, ...values: A): (...values: B) => R;
}
interface NewableFunction extends Function {}
interface FunctionConstructor { new (...values: string[]): Function; (...values: string[]): Function; readonly prototype: Function }
declare var Function: FunctionConstructor;
interface IArguments { [index: number]: any; length: number }
interface String { readonly length: number; [index: number]: string; toString(): string }
interface Number { toString(radix?: number): string }
interface Boolean { valueOf(): boolean }
interface RegExp { test(text: string): boolean }
interface Symbol { toString(): string }
interface BigInt { toString(): string }
interface SymbolConstructor { (description?: string | number): symbol; readonly iterator: unique symbol; readonly asyncIterator: unique symbol; readonly dispose: unique symbol; readonly asyncDispose: unique symbol; for(key: string): symbol }
declare var Symbol: SymbolConstructor;
declare type PropertyKey = string | number | symbol;
interface ArrayLike<T> { readonly length: number; readonly [index: number]: T }
interface Iterator<T, R = any, N = any> { next(...values: [] | [N]): IteratorResult<T, R>; return?(value?: R): IteratorResult<T, R> }
interface IteratorYieldResult<T> { done?: false; value: T }
interface IteratorReturnResult<T> { done: true; value: T }
type IteratorResult<T, R = any> = IteratorYieldResult<T> | IteratorReturnResult<R>;
interface Iterable<T, R = any, N = any> { [Symbol.iterator](): Iterator<T, R, N> }
interface IterableIterator<T, R = any, N = any> extends Iterator<T, R, N> { [Symbol.iterator](): IterableIterator<T, R, N> }
interface IteratorObject<T, R = unknown, N = unknown> extends Iterator<T, R, N> { [Symbol.iterator](): IteratorObject<T, R, N> }
interface AsyncIterator<T, R = any, N = any> { next(...values: [] | [N]): Promise<IteratorResult<T, R>> }
interface AsyncIterable<T, R = any, N = any> { [Symbol.asyncIterator](): AsyncIterator<T, R, N> }
interface AsyncIterableIterator<T, R = any, N = any> extends AsyncIterator<T, R, N> { [Symbol.asyncIterator](): AsyncIterableIterator<T, R, N> }
interface Generator<T = unknown, R = any, N = any> extends IteratorObject<T, R, N> { next(...values: [] | [N]): IteratorResult<T, R>; [Symbol.iterator](): Generator<T, R, N> }
interface AsyncGenerator<T = unknown, R = any, N = any> extends AsyncIterator<T, R, N> { [Symbol.asyncIterator](): AsyncGenerator<T, R, N> }
interface ReadonlyArray<T> extends Iterable<T> {
  readonly length: number; readonly [index: number]: T;
  at(index: number): T | undefined;
  concat(...items: (T | ConcatArray<T>)[]): T[];
  entries(): IterableIterator<[number, T]>;
  every(predicate: (value: T, index: number, array: readonly T[]) => unknown): boolean;
  filter(predicate: (value: T, index: number, array: readonly T[]) => unknown): T[];
  find(predicate: (value: T, index: number, array: readonly T[]) => unknown): T | undefined;
  findLast(predicate: (value: T, index: number, array: readonly T[]) => unknown): T | undefined;
  flat(depth?: number): T extends readonly (infer U)[] ? U[] : T[];
  flatMap<U>(callback: (value: T, index: number, array: readonly T[]) => U | readonly U[]): U[];
  forEach(callback: (value: T, index: number, array: readonly T[]) => void): void;
  includes(item: T): boolean;
  indexOf(item: T): number;
  keys(): IterableIterator<number>;
  map<U>(callback: (value: T, index: number, array: readonly T[]) => U): U[];
  reduce<U>(callback: (sum: U, value: T, index: number, array: readonly T[]) => U, initial: U): U;
  reduce(callback: (sum: T, value: T, index: number, array: readonly T[]) => T): T;
  slice(start?: number, end?: number): T[];
  some(predicate: (value: T, index: number, array: readonly T[]) => unknown): boolean;
  toSorted(compare?: (a: T, b: T) => number): T[];
  values(): IterableIterator<T>;
  [Symbol.iterator](): IterableIterator<T>;
}
interface ConcatArray<T> { readonly length: number; readonly [index: number]: T }
interface Array<T> extends ReadonlyArray<T> {
  length: number; [index: number]: T;
  pop(): T | undefined; push(...items: T[]): number; reverse(): T[]; shift(): T | undefined;
  sort(compare?: (a: T, b: T) => number): this; splice(start: number, count?: number, ...items: T[]): T[];
  unshift(...items: T[]): number; fill(value: T, start?: number, end?: number): this;
}
interface ArrayConstructor {
  new <T>(...items: T[]): T[]; new (length?: number): any[]; <T>(...items: T[]): T[]; (length?: number): any[];
  from<T>(items: Iterable<T> | ArrayLike<T>): T[];
  from<T, U>(items: Iterable<T> | ArrayLike<T>, map: (value: T, index: number) => U): U[];
  isArray(value: any): value is any[];
  of<T>(...items: T[]): T[];
}
declare var Array: ArrayConstructor;
interface TemplateStringsArray extends ReadonlyArray<string> { readonly raw: readonly string[] }
interface Map<K, V> extends Iterable<[K, V]> {
  clear(): void; delete(key: K): boolean; get(key: K): V | undefined; has(key: K): boolean; set(key: K, value: V): this; readonly size: number;
  entries(): IterableIterator<[K, V]>; keys(): IterableIterator<K>; values(): IterableIterator<V>;
  forEach(callback: (value: V, key: K, map: Map<K, V>) => void): void;
  [Symbol.iterator](): IterableIterator<[K, V]>;
}
interface ReadonlyMap<K, V> extends Iterable<[K, V]> {
  get(key: K): V | undefined; has(key: K): boolean; readonly size: number;
  entries(): IterableIterator<[K, V]>; keys(): IterableIterator<K>; values(): IterableIterator<V>;
  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void;
}
interface MapConstructor { new (): Map<any, any>; new <K, V>(entries?: Iterable<readonly [K, V]> | null): Map<K, V> }
declare var Map: MapConstructor;
interface WeakMap<K, V> { delete(key: K): boolean; get(key: K): V | undefined; has(key: K): boolean; set(key: K, value: V): this }
interface WeakMapConstructor { new <K extends object = object, V = any>(entries?: readonly (readonly [K, V])[] | null): WeakMap<K, V> }
declare var WeakMap: WeakMapConstructor;
interface Set<T> extends Iterable<T> {
  add(value: T): this; clear(): void; delete(value: T): boolean; has(value: T): boolean; readonly size: number;
  forEach(callback: (value: T, key: T, set: Set<T>) => void): void;
  entries(): IterableIterator<[T, T]>; keys(): IterableIterator<T>; values(): IterableIterator<T>;
  [Symbol.iterator](): IterableIterator<T>;
}
interface ReadonlySet<T> extends Iterable<T> { has(value: T): boolean; readonly size: number; forEach(callback: (value: T) => void): void; values(): IterableIterator<T> }
interface SetConstructor { new <T = any>(values?: Iterable<T> | null): Set<T> }
declare var Set: SetConstructor;
interface WeakSet<T> { add(value: T): this; has(value: T): boolean; delete(value: T): boolean }
interface WeakRef<T> { deref(): T | undefined }
interface WeakRefConstructor { new <T>(target: T): WeakRef<T> }
declare var WeakRef: WeakRefConstructor;
interface PromiseLike<T> { then<A = T, B = never>(done?: ((value: T) => A | PromiseLike<A>) | null, failed?: ((reason: any) => B | PromiseLike<B>) | null): PromiseLike<A | B> }
interface Promise<T> {
  then<A = T, B = never>(done?: ((value: T) => A | PromiseLike<A>) | null, failed?: ((reason: any) => B | PromiseLike<B>) | null): Promise<A | B>;
  catch<B = never>(failed?: ((reason: any) => B | PromiseLike<B>) | null): Promise<T | B>;
  finally(settled?: (() => void) | null): Promise<T>;
}
interface PromiseConstructor {
  readonly prototype: Promise<any>;
  new <T>(executor: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: any) => void) => void): Promise<T>;
  all<T extends readonly unknown[] | []>(values: T): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }>;
  all<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>[]>;
  allSettled<T extends readonly unknown[] | []>(values: T): Promise<{ -readonly [P in keyof T]: { status: string; value: Awaited<T[P]>; reason: any } }>;
  any<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  race<T>(values: Iterable<T | PromiseLike<T>>): Promise<Awaited<T>>;
  reject<T = never>(reason?: any): Promise<T>;
  resolve(): Promise<void>;
  resolve<T>(value: T): Promise<Awaited<T>>;
}
declare var Promise: PromiseConstructor;
interface ProxyConstructor { new <T extends object>(target: T, handler: any): T; revocable<T extends object>(target: T, handler: any): { proxy: T; revoke(): void } }
declare var Proxy: ProxyConstructor;
declare namespace Reflect {
  function get<T extends object, K extends PropertyKey>(target: T, key: K, receiver?: unknown): K extends keyof T ? T[K] : any;
  function construct<R>(target: new (...values: any[]) => R, values: any, newTarget?: any): R;
  function apply<T, A extends readonly any[], R>(target: (this: T, ...values: A) => R, self: T, values: Readonly<A>): R;
}
declare function defineProps<T = any>(options?: any): T;
declare function withDefaults<T>(props: T, defaults?: any): T;
declare function $state<T>(value?: T): T;
declare namespace $state { function raw<T>(value?: T): T; function snapshot<T>(value: T): T }
declare function $derived<T>(value: T): T;
declare namespace $derived { function by<T>(make: () => T): T }
declare function structuredClone<T>(value: T, options?: any): T;
interface Disposable { [Symbol.dispose](): void }
interface AsyncDisposable { [Symbol.asyncDispose](): PromiseLike<void> }
type ThisParameterType<T> = T extends (this: infer U, ...values: never) => any ? U : unknown;
type OmitThisParameter<T> = unknown extends ThisParameterType<T> ? T : T extends (...values: infer A) => infer R ? (...values: A) => R : T;
type Awaited<T> = T extends null | undefined ? T : T extends object & { then(done: infer F, ...values: infer _): any } ? F extends (value: infer V, ...values: infer _) => any ? Awaited<V> : never : T;
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = { [P in keyof T as P extends K ? never : P]: T[P] };
type NonNullable<T> = T & {};
type Parameters<T extends (...values: any) => any> = T extends (...values: infer P) => any ? P : never;
type ConstructorParameters<T extends abstract new (...values: any) => any> = T extends abstract new (...values: infer P) => any ? P : never;
type ReturnType<T extends (...values: any) => any> = T extends (...values: any) => infer R ? R : any;
type InstanceType<T extends abstract new (...values: any) => any> = T extends abstract new (...values: any) => infer R ? R : any;
type Uppercase<S extends string> = intrinsic;
type Lowercase<S extends string> = intrinsic;
type Capitalize<S extends string> = intrinsic;
type Uncapitalize<S extends string> = intrinsic;
type NoInfer<T> = intrinsic;
interface ThisType<T> {}
interface ImportMeta {}
interface ImportCallOptions {}
interface ClassDecoratorContext<C = any> {}
interface ClassMethodDecoratorContext<T = unknown, V = any> {}
interface ClassFieldDecoratorContext<T = unknown, V = unknown> {}
interface ClassAccessorDecoratorContext<T = unknown, V = unknown> {}
interface ClassGetterDecoratorContext<T = unknown, V = unknown> {}
interface ClassSetterDecoratorContext<T = unknown, V = unknown> {}
interface ClassAccessorDecoratorTarget<T, V> { get(this: T): V; set(this: T, value: V): void }
interface ClassAccessorDecoratorResult<T, V> {}
interface TypedPropertyDescriptor<T> { value?: T; get?: () => T; set?: (value: T) => void }
`;
