/** The provider's error codes (FACT: contract, section 1); the last ones are ours, for cases without a documented code. */
export type ErrorCode =
  | 'unauthorized'
  | 'invalid_api_key'
  | 'expired_api_key'
  | 'insufficient_permissions'
  | 'wrong_environment'
  | 'validation_error'
  | 'missing_required_field'
  | 'invalid_format'
  | 'rate_limit_exceeded'
  | 'invalid_currency'
  | 'route_not_found'
  | 'card_not_found'
  | 'card_exists'
  | 'transfer_not_found'
  | 'duplicate_reference'
  | 'idempotency_conflict'
  | 'precondition_failed'
  | 'internal_error';

export interface Failure {
  status: number;
  code: string;
  message: string;
  /** The parameter at fault, dotted. */
  field?: string | undefined;
  details?: unknown;
  headers?: Readonly<Record<string, string>> | undefined;
}

/** Thrown to refuse a request; the gateway answers it in the documented envelope. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure & { code: ErrorCode }) {
    super(failure.message);
    this.name = 'Refusal';
    this.failure = failure;
  }
}

export interface FailureBody {
  success: false;
  error: { code: string; message: string; field?: string; status: number; details?: unknown };
}

export function failureBody({ code, message, field, status, details }: Failure): FailureBody {
  return {
    success: false,
    error: {
      code,
      message,
      ...(field === undefined ? {} : { field }),
      status,
      ...(details === undefined ? {} : { details }),
    },
  };
}

export const successBody = <Data>(data: Data) => ({ success: true as const, data });
