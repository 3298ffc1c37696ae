import type { CardSeed } from './card-registry';
import type { FaultRuleInput } from './faults';
import type { LoggedRequest } from './request-log';
import type { SandboxState } from './state';

export interface SandboxOptions {
  /** TCP port on loopback; 0, the default, takes a free one. */
  port?: number;
  /** The secret and public keys that exist; by default every well-formed sandbox key does. */
  keys?: readonly string[];
  /** Called with every request once it is answered (or reset). */
  log?: (request: LoggedRequest) => void;
  /** Cards to begin with; an id alone is enough. */
  cards?: readonly (string | CardSeed)[];
  /** Makes an unknown card where a route names one, instead of answering 404 `card_not_found`. Off by default. */
  autoCreateCards?: boolean;
  /** Requests a minute by key, 100 by default as documented; `false`: no limit, and no headers of one. */
  rateLimit?: number | false;
  /** Logs every header of a request, not only those that mean something to the gateway. Off by default. */
  logAllHeaders?: boolean;
  /** Milliseconds until an accepted lock or unlock shows in the card's status; 0 by default. */
  settleAfter?: number;
  /** Whether `GET …/security` gives an `ETag`, and `If-Match` counts; on by default. */
  etags?: boolean;
  /** The state of a sandbox that was closed: the restart of a gateway. */
  state?: SandboxState;
  /** The clock, in milliseconds since the epoch. */
  now?: () => number;
  /** Asked for each request that no rule of `fault()` spoils. */
  chooseFault?: (request: { method: string; path: string; number: number }) => FaultInput | undefined;
}

export type FaultInput = FaultRuleInput['fault'];
