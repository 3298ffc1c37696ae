import { z } from 'zod';
import { isCardDataKey } from './card-data';
import { Refusal } from './envelope';

/** An amount: an integer of minor units (FACT: contract, section 2). */
export const minorUnits = z.int('must be an integer in minor units').nonnegative('must not be negative');
export const positiveMinorUnits = z
  .int('must be an integer in minor units')
  .positive('must be greater than zero');
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as "NGN"');
export const reference = z.string().min(1, 'must not be empty').max(255);

/**
 * @returns the body, parsed by `schema`
 * @throws {Refusal} `missing_required_field`, `invalid_format` (the wrong type) or `validation_error` (the wrong value), with the
 *   dotted `field`
 */
export function validated<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === undefined || body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new Refusal({ status: 400, code: 'invalid_format', message: 'Send a JSON object as the body' });
  }
  refuseCardData(body, []);
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (!issue) throw result.error;
  const field = issue.path.join('.');
  const value = issue.path.reduce<unknown>(
    (at, key) => (at !== null && typeof at === 'object' ? Reflect.get(at, key) : undefined),
    body,
  );
  if (value === undefined) {
    throw new Refusal({
      status: 400,
      code: 'missing_required_field',
      message: `${field} is required`,
      field,
    });
  }
  const wrongType = issue.code === 'invalid_type' || issue.code === 'invalid_union';
  throw new Refusal({
    status: wrongType ? 400 : 422,
    code: wrongType ? 'invalid_format' : 'validation_error',
    message: `${field} ${issue.message}`,
    field,
  });
}

/** PAN and CVV are not part of the default contract (FACT: contract, section 2): a body that holds them is a mistake. */
function refuseCardData(value: unknown, path: readonly string[]): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key];
    if (isCardDataKey(key)) {
      throw new Refusal({
        status: 422,
        code: 'validation_error',
        message: `${at.join('.')} is card data, which no route of the default contract takes`,
        field: at.join('.'),
      });
    }
    refuseCardData(inner, at);
  }
}
