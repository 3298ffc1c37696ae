import {
  aFunction,
  anObject,
  type Checks,
  kindOf,
  numberFrom,
  texts,
  wholeNumber,
  yesOrNo,
} from '../api/check-options';
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

export const sandboxChecks: Checks<SandboxOptions> = {
  port: wholeNumber(0, 65_535),
  keys: texts,
  log: aFunction,
  cards: cardSeeds,
  autoCreateCards: yesOrNo,
  rateLimit: (value) => (value === false ? undefined : wholeNumber(1, Number.MAX_SAFE_INTEGER)(value)),
  logAllHeaders: yesOrNo,
  settleAfter: numberFrom(0),
  etags: yesOrNo,
  state: anObject,
  now: aFunction,
  chooseFault: aFunction,
};

function cardSeeds(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `must be a list of ids or of objects with an id, and is ${kindOf(value)}`;
  const wrong = value.findIndex((card) => !isCardSeed(card));
  return wrong < 0
    ? undefined
    : `must be ids or objects with an id, and number ${wrong + 1} is ${kindOf(value[wrong])}`;
}

const isCardSeed = (card: unknown): boolean =>
  card !== '' &&
  (typeof card === 'string' || (kindOf(card) === 'an object' && typeof (card as CardSeed).id === 'string'));
