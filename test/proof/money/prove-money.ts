import { Zentra, ZentraError } from 'zentra-compat';
import { type Card, type Sandbox, startSandbox } from '../../../codemods/sandbox';
import { pick, randomFrom } from '../random';
import { type Known, updateFlagAlone } from './another-writer';
import { faultsFrom, TIMEOUT } from './faults';

const KEY = 'sk_sandbox_money';
const AT_ONCE = 64;
/** How often a caller tries again after an outcome that it does not know. */
const CALLER_RETRIES = 4;

/** Legacy names are meant here, and not to be read about. */
const quietly = { ZENTRA_DEP0001: 'silent', ZENTRA_DEP0003: 'silent', ZENTRA_DEP0005: 'silent' } as const;

/** Controls that every card has from the start, and that no update names. */
const untouched = {
  merchant_controls: { blocked_categories: ['gambling', 'crypto'] },
  geofence_enabled: true,
  country_rules: { allowed: ['NG', 'GH'] },
};

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}_${index}`);
const cards = { fund: names('fund', 25), lock: names('lock', 200), security: names('security', 20) };

type Cards = Zentra['cards'];
type Fund = (api: Cards, card: string, funding: object, key: string) => Promise<unknown>;

/** Every place in which a caller may name the idempotency key of a funding. */
const waysToKey: readonly Fund[] = [
  (api, card, funding, key) => api.fund(card, { ...funding, idempotency_key: key }),
  (api, card, funding, key) => api.fund(card, funding, { idempotencyKey: key }),
  (api, card, funding, key) => api.fund(card, funding, { idempotency_key: key, maxRetries: 1 }),
  (api, card, funding, key) => api.fund(card, funding, { headers: { 'Idempotency-Key': key } }),
  (api, card, funding, key) => api.fund({ card_id: card, ...funding }, { idempotencyKey: key }),
  (api, card, funding, key) => api.jitFund(card, funding, { idempotencyKey: key }),
  (api, card, funding, key) => calledBack((done) => api.fund(card, funding, { idempotencyKey: key }, done)),
];
const withoutKey: Fund = (api, card, funding) => api.fund(card, funding);

/** What a call tells its Node callback. */
function calledBack(
  call: (done: (error: Error | null, result?: unknown) => void) => unknown,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(error) : resolve(result)));
  });
}

export interface MoneyOptions {
  runs: number;
  seed: number;
  /**
   * Whether the gateway guards its security configuration with `ETag` and `If-Match`. Without them nothing can stop another
   * process, or a write that arrives after its client gave it up: neither is part of the run, then.
   */
  etags: boolean;
}

export interface MoneyProof {
  operations: number;
  requests: number;
  faults: number;
  resolved: number;
  rejected: Record<'none' | 'unknown', number>;
  restarts: number;
}

interface Attempted {
  kind: 'fund' | 'lock' | 'terminate' | 'limits' | 'limits by another process';
  card: string;
  /** The funding's reference, or the flag that the update sets. */
  mark: string;
  known: Known;
}

/**
 * Funds, locks, restricts and updates limits under faults, restarts the gateway half-way, and checks what the gateway knows
 * against what the callers were told.
 *
 * @throws {Error} with the seed and every broken promise
 */
export async function proveMoney({ runs, seed, etags }: MoneyOptions): Promise<MoneyProof> {
  const random = randomFrom(seed);
  const run = await startRun(random, runs, etags);
  const attempted: Attempted[] = [];
  const problems: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < runs) {
      const index = next++;
      if (index === Math.floor(runs / 2)) await run.restart();
      attempted.push(await run.attempt(index, problems));
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await run.quiet();
    problems.push(...brokenPromises(run.sandbox().cards, attempted));
    if (attempted.length !== runs) problems.push(`${runs - attempted.length} operations never settled`);
  } finally {
    await run.sandbox().close();
  }
  if (problems.length > 0) throw new Error([`Money is not safe (seed ${seed}):`, ...problems].join('\n'));
  const count = (known: Known) => attempted.filter((one) => one.known === known).length;
  return {
    operations: attempted.length,
    ...run.traffic(),
    resolved: count('done'),
    rejected: { none: count('none'), unknown: count('unknown') },
    restarts: 1,
  };
}

async function startRun(random: () => number, runs: number, etags: boolean) {
  const traffic = { requests: 0, faults: 0 };
  const chosen = faultsFrom(random, etags);
  let calm = false;
  const options = {
    keys: [KEY],
    rateLimit: false,
    etags,
    chooseFault: () => {
      traffic.requests++;
      const fault = calm ? undefined : chosen();
      if (fault) traffic.faults++;
      return fault;
    },
  } as const;
  const terminated = names('terminate', Math.ceil(runs / 20));
  const all = [...cards.fund, ...cards.lock, ...cards.security, ...terminated];
  let sandbox = await startSandbox({ ...options, cards: all.map((id) => ({ id, security: untouched })) });
  const client = () =>
    new Zentra({ secretKey: KEY, baseUrl: sandbox.url, timeout: TIMEOUT, deprecations: quietly });
  const clients = [client(), client()];

  const attempt = async (index: number, problems: string[]): Promise<Attempted> => {
    const { cards: api } = pick(clients, random);
    const chance = random();
    const mark = `mark_${index}`;
    const told = (call: () => Promise<unknown>, repeatable: boolean) =>
      outcome(call, repeatable, problems, mark);
    if (chance < 0.4) {
      const card = pick(cards.fund, random);
      // Without a key of its own, a second call is a second funding: only a keyed one may be repeated by the caller.
      const keyed = random() < 0.6;
      const way = keyed ? pick(waysToKey, random) : withoutKey;
      const funding = { amount_minor: index + 1, reference: mark };
      return { kind: 'fund', card, mark, known: await told(() => way(api, card, funding, mark), keyed) };
    }
    if (chance < 0.55) {
      const card = pick(cards.lock, random);
      return { kind: 'lock', card, mark, known: await told(() => api.freeze(card, mark), false) };
    }
    if (chance < 0.6 && terminated.length > 0) {
      const card = terminated.pop()!;
      return { kind: 'terminate', card, mark, known: await told(() => api.terminate(card), true) };
    }
    const card = pick(cards.security, random);
    if (chance < 0.7 && etags) {
      const known = await updateFlagAlone(sandbox.url, KEY, card, mark);
      return { kind: 'limits by another process', card, mark, known };
    }
    const controls = { spending_limits: { daily_minor: index }, flags: { [mark]: true } };
    return { kind: 'limits', card, mark, known: await told(() => api.updateSecurity(card, controls), false) };
  };

  return {
    attempt,
    sandbox: (): Sandbox => sandbox,
    traffic: () => traffic,
    /** The process is killed and comes back with what it had stored. */
    restart: async () => {
      const { port, state } = sandbox;
      await sandbox.close();
      sandbox = await startSandbox({ ...options, port, state });
    },
    /** Waits for requests whose client has gone: late effects count, too. */
    quiet: async () => {
      calm = true;
      while (sandbox.requests.some(({ status, fault }) => status === undefined && fault === 'slow')) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

/** What the caller is told, after the repetitions that it may make. */
async function outcome(
  call: () => Promise<unknown>,
  repeatable: boolean,
  problems: string[],
  mark: string,
): Promise<Known> {
  let known: Known = 'none';
  for (let attempt = 0; attempt <= (repeatable ? CALLER_RETRIES : 0); attempt++) {
    try {
      await call();
      return 'done';
    } catch (error) {
      if (!(error instanceof ZentraError) || !['none', 'unknown', 'applied'].includes(error.effect)) {
        problems.push(`${mark}: a rejection does not say whether the effect is known: ${String(error)}`);
        return 'unknown';
      }
      // Once it may have happened, no later refusal takes that back.
      if (error.effect !== 'none') known = 'unknown';
    }
  }
  return known;
}

function brokenPromises(held: ReadonlyMap<string, Card>, attempted: readonly Attempted[]): string[] {
  const problems: string[] = [];
  const fundings = new Map<string, number>();
  for (const card of held.values()) {
    for (const { transaction_reference: reference = '' } of card.fundings) {
      fundings.set(reference, (fundings.get(reference) ?? 0) + 1);
    }
  }
  for (const { kind, card: id, mark, known } of attempted) {
    const card = held.get(id)!;
    const happened = kind === 'fund' ? (fundings.get(mark) ?? 0) : Number(isInForce(kind, card, mark));
    if (happened > 1) problems.push(`${mark} was funded ${happened} times on ${id}`);
    if (known === 'done' && happened === 0)
      problems.push(`${kind} ${mark} resolved, and ${id} does not show it`);
    // Several locks share a card: what one of them did not do, another may have done.
    const nothing =
      kind === 'lock'
        ? attempted.every((other) => other.card !== id || other.known === 'none')
        : known === 'none';
    if (nothing && happened > 0) {
      problems.push(`${kind} ${mark} was refused with effect "none", and ${id} shows it`);
    }
  }
  for (const card of held.values()) {
    for (const [control, value] of Object.entries(untouched)) {
      if (JSON.stringify(card.security[control]) !== JSON.stringify(value)) {
        problems.push(`${card.id} lost ${control}`);
      }
    }
  }
  return problems;
}

function isInForce(kind: Attempted['kind'], card: Card, mark: string): boolean {
  const locked = (card.pending?.status ?? card.status) === 'locked';
  if (kind === 'lock') return locked;
  const security = card.security as {
    flags?: Record<string, true>;
    spending_limits?: { daily_minor?: number };
  };
  if (kind === 'terminate') return locked && security.spending_limits?.daily_minor === 0;
  return security.flags?.[mark] === true;
}
