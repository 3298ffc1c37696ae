import { z } from 'zod';
import { UsageError } from '../engine/usage-error';
import { issueText } from '../report/issue-text';

/** `before`: the fault replaces the effect of the request. `after`: the request has its effect, and only the answer is faulty. */
const moment = z.enum(['before', 'after']);

const retryAfter = z.union([z.number().nonnegative(), z.string().min(1)]);

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    /** An error in the documented envelope. */
    kind: z.literal('error'),
    status: z.number().int().min(400).max(599),
    code: z.string().optional(),
    message: z.string().optional(),
    /** `Retry-After`: seconds, or an HTTP date, which is sent unchanged. */
    retryAfter: retryAfter.optional(),
    effect: moment.default('before'),
  }),
  /** The connection is reset, with no answer at all. */
  z.strictObject({ kind: z.literal('reset'), effect: moment.default('before') }),
  z.strictObject({
    /** The right answer, delayed; the effect comes before or after the delay. */
    kind: z.literal('slow'),
    ms: z.number().int().nonnegative(),
    effect: moment.default('after'),
  }),
  /** Half of the body, then the connection is reset. */
  z.strictObject({ kind: z.literal('truncated'), effect: moment.default('after') }),
  /** A complete answer that is no JSON. */
  z.strictObject({
    kind: z.literal('invalid-json'),
    status: z.number().int().min(200).max(599).default(200),
    effect: moment.default('after'),
  }),
  z.strictObject({
    /** A proxy's error page. */
    kind: z.literal('html'),
    status: z.number().int().min(200).max(599).default(502),
    effect: moment.default('before'),
  }),
]);

export const faultRuleSchema = z.strictObject({
  fault: faultSchema,
  method: z.string().toUpperCase().optional(),
  // A path, exact or with `*` for any run of characters, such as `/api/v1/cards/*` and then `/fund`.
  path: z.string().startsWith('/').optional(),
  /** How many matching requests get the fault. */
  times: z.number().int().positive().default(1),
  /** How many matching requests pass first. */
  skip: z.number().int().nonnegative().default(0),
});

export type Fault = z.output<typeof faultSchema>;
export type FaultRule = z.output<typeof faultRuleSchema>;
/** A rule as a program passes it: keys with a default are optional. */
export type FaultRuleInput = z.input<typeof faultRuleSchema>;

/** @throws {UsageError} naming what is wrong with the rule */
export function checkedFault(rule: FaultRuleInput): FaultRule {
  const parsed = faultRuleSchema.safeParse(rule);
  if (parsed.success) return parsed.data;
  const told = parsed.error.issues.map(
    (issue) => `${['the rule', ...issue.path].join('.')}: ${issueText(issue)}`,
  );
  throw new UsageError(told.join('\n'));
}

/** The active rules, in order; the first one that matches applies. */
export class Faults {
  #rules: FaultRule[] = [];

  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  add(rule: FaultRule): void {
    this.#rules.push({ ...rule });
  }

  clear(): void {
    this.#rules = [];
  }

  /** Returns the fault for a request, and counts the request against its rule. */
  take(method: string, path: string): Fault | undefined {
    const rule = this.#rules.find((candidate) => matches(candidate, method, path));
    if (!rule) return undefined;
    if (rule.skip > 0) {
      rule.skip--;
      return undefined;
    }
    rule.times--;
    if (rule.times === 0) this.#rules = this.#rules.filter((other) => other !== rule);
    return rule.fault;
  }
}

function matches(rule: FaultRule, method: string, path: string): boolean {
  if (rule.method !== undefined && rule.method !== method) return false;
  return rule.path === undefined || pattern(rule.path).test(path);
}

function pattern(path: string): RegExp {
  const escaped = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
}
