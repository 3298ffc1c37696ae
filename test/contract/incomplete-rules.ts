import { cardOperations } from '../../codemods/sandbox/card-operations';
import type { LegacyCards } from '../../src/adapter/card-methods';
import {
  type LegacyMethod,
  type MethodEntry,
  methodRules,
  type ParameterEntry,
  parameterRules,
  type ReviewEntry,
  type ReviewedMethod,
  reviewRules,
} from '../../src/contract/rules';
import type { ReviewedCards } from '../../src/gateway/card-operations';

const [method] = methodRules;
const [parameter] = parameterRules;
const [review] = reviewRules;

/** Each of these is an error of `npm run typecheck`, which fails where one of them compiles. */
export function incomplete() {
  const { message: _message, ...withoutMessage } = method;
  const { advice: _advice, ...withoutAdvice } = method;
  const { code: _code, ...withoutCode } = method;
  const { removal: _removal, ...withoutRemoval } = method;
  const { arguments: _arguments, ...withoutArguments } = method;
  const { lock: _lock, ...withoutHandler } = cardOperations;
  return [
    // @ts-expect-error: a message is missing
    withoutMessage satisfies MethodEntry,
    // @ts-expect-error: advice is missing
    withoutAdvice satisfies MethodEntry,
    // @ts-expect-error: a code is missing
    withoutCode satisfies MethodEntry,
    // @ts-expect-error: the version that throws is missing
    withoutRemoval satisfies MethodEntry,
    // @ts-expect-error: what becomes of the arguments is missing
    withoutArguments satisfies MethodEntry,
    // @ts-expect-error: no code of ours
    { ...method, code: 'DEP0001' } satisfies MethodEntry,
    // @ts-expect-error: no such operation
    { ...method, reviewed: 'noSuchOperation' } satisfies MethodEntry,
    // @ts-expect-error: no such kind of arguments, so no translation of them
    { ...method, arguments: 'swapped' } satisfies MethodEntry,
    // @ts-expect-error: no such route
    { ...parameter, methods: ['reissue'] } satisfies ParameterEntry,
    // @ts-expect-error: members that are computed have no code
    { ...review, code: 'ZENTRA_DEP0007' } satisfies ReviewEntry,
    // @ts-expect-error: the client lacks an operation of the table
    {} as Omit<ReviewedCards, 'lock'> satisfies Record<ReviewedMethod, unknown>,
    // @ts-expect-error: a legacy method has no type
    {} as Pick<Omit<LegacyCards, 'freeze'>, LegacyMethod>,
    // @ts-expect-error: a route has no handler in the sandbox
    withoutHandler satisfies typeof cardOperations,
  ];
}
