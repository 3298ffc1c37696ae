/** What a `ZentraError` carries, in the words of the provider's error envelope [errors]. */
export interface ZentraErrorFields {
  /** The provider's `error.code`, or one of ours (`validation_error`, `security_conflict`, `card_terminated`, …). */
  code: string;
  message: string;
  /** HTTP status; absent when nothing was sent or nothing came back. */
  status?: number | undefined;
  /** The parameter at fault, as the caller spelled it. */
  field?: string | undefined;
  details?: unknown;
  cause?: unknown;
}

/**
 * Every failure that this package reports. Callers branch on `code` (FACT: contract, section 1), so `code` is stable.
 */
export class ZentraError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly field: string | undefined;
  readonly details: unknown;

  constructor(fields: ZentraErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = fields.code;
    this.status = fields.status;
    this.field = fields.field;
    this.details = fields.details;
  }

  static {
    ZentraError.prototype.name = 'ZentraError';
  }
}

/** Refused before anything was sent: the argument named by `field` is missing or wrong. */
export class ZentraValidationError extends ZentraError {
  constructor(fields: Omit<ZentraErrorFields, 'code'> & { code?: string }) {
    super({ code: 'validation_error', ...fields });
  }

  static {
    ZentraValidationError.prototype.name = 'ZentraValidationError';
  }
}
