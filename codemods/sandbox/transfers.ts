import { z } from 'zod';
import { Refusal } from './envelope';
import type { SandboxState } from './state';
import { positiveMinorUnits, reference, validated } from './validate';

const transferBody = z.looseObject({ amount_minor: positiveMinorUnits, reference });

/** `POST /api/v1/transfers`: only enough to show that transfers keep `reference` (FACT: contract, section 2). */
export function createTransfer(state: SandboxState, body: unknown) {
  const { amount_minor, reference } = validated(transferBody, body);
  if (state.transfers.has(reference)) {
    throw new Refusal({
      status: 409,
      code: 'duplicate_reference',
      message: 'A transfer of this reference exists',
      field: 'reference',
    });
  }
  const transfer = { reference, amount_minor, status: 'successful' } as const;
  state.transfers.set(reference, transfer);
  return { status: 201, data: transfer };
}

/** `GET /api/v1/transfers/{reference}/verify`. */
export function verifyTransfer(state: SandboxState, reference: string) {
  const transfer = state.transfers.get(reference);
  if (transfer) return { status: 200, data: transfer };
  throw new Refusal({
    status: 404,
    code: 'transfer_not_found',
    message: 'There is no transfer of this reference',
    field: 'reference',
  });
}
