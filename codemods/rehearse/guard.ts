/**
 * Every Node process of a rehearsed command loads this file first: it refuses and logs connections to other machines, and redirects
 * requests to the provider to the sandbox. It is bundled into one file, since NODE_OPTIONS loads it.
 */

import dgram from 'node:dgram';
import { appendFileSync } from 'node:fs';
import net from 'node:net';
import { guardNames } from './guard-names';
import { guardOffspring } from './guard-offspring';
import { leadToSandbox } from './lead-to-sandbox';

/** File that refused connections are written to, a JSON line each. */
export const REFUSED_FILE = 'ZENTRA_COMPAT_REHEARSAL_REFUSED';
/** Hosts, separated by commas, that `--allow-host` opens. */
export const ALLOWED_HOSTS = 'ZENTRA_COMPAT_REHEARSAL_ALLOWED';
/** Files that every Node process loads first, as JSON. */
export const PRELOADED = 'ZENTRA_COMPAT_REHEARSAL_PRELOADED';
/** Folder of the guarded `node`, which loads the guard in any environment. */
export const GUARDED_NODE = 'ZENTRA_COMPAT_REHEARSAL_NODE';

export interface RefusedConnection {
  host: string;
  port: number;
  /** Line of the program that opened the connection, if the stack has one. */
  caller?: string;
}

const LOOPBACK =
  /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127(?:\.\d{1,3}){3}\]?|0\.0\.0\.0|\[?::\]?)$/i;

const NAME_SERVER_PORT = 53;

interface Target {
  host: string;
  port: number;
}

/** Reads the arguments of `net.connect` in each of its forms; `undefined` for a local socket, which cannot leave this machine. */
function targetOf(args: readonly unknown[]): Target | undefined {
  // Node's internal callers pass one array of normalised arguments.
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as unknown[];
  if (typeof first === 'object' && first !== null) {
    const { path, host, port } = first as { path?: unknown; host?: unknown; port?: unknown };
    if (path) return undefined;
    return { host: typeof host === 'string' && host ? host : 'localhost', port: Number(port) };
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return undefined;
  return { host: typeof second === 'string' && second ? second : 'localhost', port: Number(first) };
}

function callerOf(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = limit;
  const frame = frames.find((line) => !/node:|node_modules|rehearse-guard/.test(line));
  return frame && /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(frame)?.[1];
}

function refuse({ host, port }: Target): Error {
  const file = process.env[REFUSED_FILE];
  const caller = callerOf();
  const entry: RefusedConnection = { host, port, ...(caller && { caller }) };
  if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`);
  const error = new Error(
    `zentra-codemods rehearse: a connection to ${host}:${port} was refused, only this machine may be reached (--allow-host ${host} opens it)`,
  );
  return Object.assign(error, { code: 'ERR_ZENTRA_REHEARSAL', host, port });
}

type MayReach = (host: string) => boolean;

function guardConnections(mayReach: MayReach): void {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: never[]) {
    const target = targetOf(args);
    if (target && !mayReach(target.host)) {
      const error = refuse(target);
      process.nextTick(() => this.destroy(error));
      return this;
    }
    // The program's own lookup function, or a name server, may resolve a local name to another machine's address.
    if (target && LOOPBACK.test(target.host)) {
      this.on('lookup', (_error, address: string) => {
        if (address && !mayReach(address)) this.destroy(refuse({ ...target, host: address }));
      });
    }
    return Reflect.apply(connect, this, args);
  } as typeof connect;
}

/** UDP sends without a connection, so `send` is guarded, too. */
function guardDatagrams(mayReach: MayReach): void {
  for (const name of ['send', 'connect'] as const) {
    const original = dgram.Socket.prototype[name];
    const guarded = function guarded(this: dgram.Socket, ...args: unknown[]) {
      const at = args.findIndex((arg, index) => index > 0 && typeof arg === 'string');
      const target = { host: String(args[at] ?? 'localhost'), port: Number(args[at - 1]) };
      if (mayReach(target.host)) return Reflect.apply(original, this, args);
      const error = refuse(target);
      const callback = args.find((arg) => typeof arg === 'function') as ((error: Error) => void) | undefined;
      process.nextTick(() => (callback ? callback(error) : this.emit('error', error)));
    };
    Object.assign(dgram.Socket.prototype, { [name]: guarded });
  }
}

function install(env: NodeJS.ProcessEnv): void {
  const allowed = new Set((env[ALLOWED_HOSTS] ?? '').split(',').filter(Boolean));
  const mayReach: MayReach = (host) => LOOPBACK.test(host) || allowed.has(host);
  guardConnections(mayReach);
  guardDatagrams(mayReach);
  guardNames(mayReach, (name) => refuse({ host: name, port: NAME_SERVER_PORT }));
  const settings = Object.entries(env).filter(([name]) => name.startsWith('ZENTRA_COMPAT_'));
  guardOffspring({
    settings: Object.fromEntries(settings) as Record<string, string>,
    preload: JSON.parse(env[PRELOADED] ?? '[]'),
    nodeFolder: env[GUARDED_NODE],
  });
  leadToSandbox(new URL(env.ZENTRA_COMPAT_REHEARSAL!));
}

if (process.env[REFUSED_FILE]) install(process.env);
