import type { CardSeed } from './card-registry';
import type { FaultRuleInput } from './faults';
import type { LoggedRequest } from './request-log';
import type { SandboxState } from './state';

export interface SandboxOptions {
  /** TCP port on loopback; 0, the default, uses a free one. */
  port?: number;
  /** The valid secret and public keys; by default every well-formed sandbox key is valid. */
  keys?: readonly string[];
  /** Called with every request once it is answered (or reset). */
  log?: (request: LoggedRequest) => void;
  /** Cards that the sandbox starts with; an id alone is enough. */
  cards?: readonly (string | CardSeed)[];
  /** Creates a card when a route names an unknown one, instead of answering 404 `card_not_found`. Off by default. */
  autoCreateCards?: boolean;
  /** Requests per minute and key, 100 by default as documented; `false`: no limit and no rate-limit headers. */
  rateLimit?: number | false;
  /** Logs every header of a request, not only those that the gateway uses. Off by default. */
  logAllHeaders?: boolean;
  /** Milliseconds until an accepted lock or unlock shows in the card's status; 0 by default. */
  settleAfter?: number;
  /** Whether `GET …/security` returns an `ETag` and `If-Match` is checked; on by default. */
  etags?: boolean;
  /** The state of a closed sandbox, to simulate a restart of the gateway. */
  state?: SandboxState;
  /** The clock, in milliseconds since the epoch. */
  now?: () => number;
  /** Called for each request that no rule of `fault()` matches. */
  chooseFault?: (request: { method: string; path: string; number: number }) => FaultInput | undefined;
}

export type FaultInput = FaultRuleInput['fault'];
