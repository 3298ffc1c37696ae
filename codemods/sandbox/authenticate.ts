import { Refusal } from './envelope';

/** A key such as `sk_sandbox_…`; the part after the environment is opaque. */
const keyShape = /^(sk|pk)_(sandbox|live)_[\w-]{4,}$/;

/**
 * Checks an `Authorization` header against the documented key rules (FACT: contract, section 1). Every route of the sandbox
 * is a server route, so a public key is never enough.
 *
 * @param accepted the valid keys; `undefined` accepts every well-formed sandbox key
 * @returns the key
 * @throws {Refusal} `unauthorized`, `invalid_api_key`, `expired_api_key`, `wrong_environment` or `insufficient_permissions`
 */
export function authenticate(header: string | undefined, accepted: readonly string[] | undefined): string {
  const key = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (!key) {
    throw new Refusal({
      status: 401,
      code: 'unauthorized',
      message: 'Send the secret key as "Authorization: Bearer sk_sandbox_…"',
    });
  }
  const [, kind, environment] = keyShape.exec(key) ?? [];
  if (!kind) {
    throw new Refusal({ status: 401, code: 'invalid_api_key', message: 'The API key is malformed' });
  }
  if (environment === 'live') {
    throw new Refusal({
      status: 403,
      code: 'wrong_environment',
      message: 'A live key was used on the sandbox: use a key that starts with sk_sandbox_',
    });
  }
  if (key.includes('_expired')) {
    throw new Refusal({ status: 401, code: 'expired_api_key', message: 'The API key has expired' });
  }
  if (accepted && !accepted.includes(key)) {
    throw new Refusal({ status: 401, code: 'invalid_api_key', message: 'The API key is unknown' });
  }
  if (kind === 'pk') {
    throw new Refusal({
      status: 403,
      code: 'insufficient_permissions',
      message: 'This is a server route: a public key may not call it, use a secret key',
    });
  }
  return key;
}
