/**
 * The reviewed card routes (FACT: one API-reference page each; contract, section 2). The method names are ours.
 */

export interface Route {
  method: 'GET' | 'POST' | 'PUT';
  /** Path template below the base URL; `{card_id}` is percent-encoded on use. */
  path: string;
  /**
   * Why a repeated request is safe (contract, section 4): `idempotent`, by its nature; `keyed`, because of its idempotency key, which the
   * transport makes if the caller gives none; `never`: it is sent only once, unless the caller gives a key.
   */
  retry: 'idempotent' | 'keyed' | 'never';
  /** Whether the body documents `idempotency_key`; on other routes the key is sent as the `Idempotency-Key` header. */
  keyInBody?: boolean;
}

export const routes = {
  create: { method: 'POST', path: '/api/v1/cards', retry: 'keyed', keyInBody: true },
  list: { method: 'GET', path: '/api/v1/cards', retry: 'idempotent' },
  fund: { method: 'POST', path: '/api/v1/cards/{card_id}/fund', retry: 'keyed', keyInBody: true },
  jitFund: { method: 'POST', path: '/api/v1/cards/{card_id}/jit-fund', retry: 'keyed', keyInBody: true },
  lock: { method: 'POST', path: '/api/v1/cards/{card_id}/lock', retry: 'idempotent', keyInBody: true },
  unlock: { method: 'POST', path: '/api/v1/cards/{card_id}/unlock', retry: 'idempotent' },
  getSecurity: { method: 'GET', path: '/api/v1/cards/{card_id}/security', retry: 'idempotent' },
  replaceSecurity: { method: 'PUT', path: '/api/v1/cards/{card_id}/security', retry: 'idempotent' },
  balance: { method: 'GET', path: '/api/v1/cards/{card_id}/balance', retry: 'idempotent' },
  fundingHistory: { method: 'GET', path: '/api/v1/cards/{card_id}/funding/history', retry: 'idempotent' },
  getAutoReload: { method: 'GET', path: '/api/v1/cards/{card_id}/auto-reload', retry: 'idempotent' },
  updateAutoReload: { method: 'PUT', path: '/api/v1/cards/{card_id}/auto-reload', retry: 'idempotent' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

/** FACT, section 1: the prefix in older material, where reviewed routes have `/api/v1`. */
export const legacyPrefix = '/v1';
/** FACT, section 1: the provider's domain, which has the live and the sandbox hosts. */
export const providerDomain = 'usezentra.com';

/** Operations that send several requests, in this order. */
export const compositions = {
  updateSecurity: ['getSecurity', 'replaceSecurity'],
  lockAndRestrict: ['lock', 'getSecurity', 'replaceSecurity'],
} as const satisfies Record<string, readonly RouteName[]>;

/** Every operation of the reviewed client. */
export type OperationName = RouteName | keyof typeof compositions;

/** The routes that an operation sends to. */
export function routesOf(operation: OperationName): readonly Route[] {
  const names: readonly RouteName[] =
    operation in compositions
      ? compositions[operation as keyof typeof compositions]
      : [operation as RouteName];
  return names.map((name) => routes[name]);
}
