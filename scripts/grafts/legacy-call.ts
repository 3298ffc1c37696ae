import ts from 'typescript';
import type { LibraryBindings } from './library-bindings';

/** What becomes of one call of the grafted library. */
export interface CallEdits {
  receiver: ts.Expression;
  /** `customers.create`: what stands in its place. */
  name: { start: number; end: number; text: string };
  replaced: readonly { start: number; end: number; text: string }[];
  /** Arguments that stay as they are: identifiers of things, callbacks, spread. */
  kept: readonly ts.Expression[];
}

/** Resources of the library, of old versions too. */
const resources = new Set(
  `accountLinks accountSessions accounts apps balance balanceTransactions billing billingPortal charges checkout
   countrySpecs coupons creditNotes customers disputes ephemeralKeys events exchangeRates files fileLinks identity
   invoiceItems invoicePayments invoices issuing loginLinks mandates orders paymentIntents paymentLinks paymentMethods
   payouts plans prices products promotionCodes quotes recipients refunds reviews setupIntents skus sources
   subscriptionItems subscriptionSchedules subscriptions taxIds taxRates terminal testHelpers tokens topups transfers
   webhookEndpoints webhooks`.split(/\s+/),
);

/** Methods that read, and so become one that is harmless. What is on no list here is no call of the library. */
const verbs: readonly [pattern: RegExp, legacy: LegacyMethod][] = [
  [/^(create\w*|pay|send\w*)$/, 'fund'],
  [/^(retrieve\w*|capture|confirm)$/, 'freeze'],
  [/^(update\w*|markUncollectible)$/, 'updateLimits'],
  [/^(del|delete\w*|cancel|detach|expire|reject|void\w*|archive)$/, 'terminate'],
  [/^(list\w*|search|attach|verify\w*|finalize\w*|approve|close|construct\w*|generate\w*)$/, 'unfreeze'],
];

type LegacyMethod = 'freeze' | 'unfreeze' | 'terminate' | 'updateLimits' | 'fund';

/** What the method takes after the card. */
const bodies: Record<LegacyMethod, string> = {
  freeze: '',
  unfreeze: '',
  terminate: ", { reason: 'left' }",
  updateLimits: ', { daily: 100, monthly: 2000 }',
  fund: ", { amount_minor: 100, source: 'wallet', reference: 'a' }",
};

/** @returns `undefined` where the call is none of the library's kind: `receiver.resource.method(…)` */
export function legacyCall(call: ts.CallExpression, bindings: LibraryBindings): CallEdits | undefined {
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const legacy = verbs.find(([pattern]) => pattern.test(callee.name.text))?.[1];
  const resource = resourceOf(callee.expression);
  if (!legacy || !resource || bindings.isLibrary(resource.expression)) return undefined;
  const name = { start: resource.name.getStart(), end: callee.name.end, text: `cards.${legacy}` };
  return { receiver: resource.expression, name, ...argumentsOf(call, legacy) };
}

/** `stripe.customers` of `stripe.customers.create`, `stripe.checkout` of `stripe.checkout.sessions.create` */
function resourceOf(node: ts.Expression): ts.PropertyAccessExpression | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const outer = resourceOf(node.expression);
  return outer ?? (resources.has(node.name.text) ? node : undefined);
}

function argumentsOf(call: ts.CallExpression, legacy: LegacyMethod): Pick<CallEdits, 'replaced' | 'kept'> {
  const given = call.arguments;
  if (given.some(ts.isSpreadElement)) return { replaced: [], kept: given };
  const [first] = given;
  const callbacks = given.filter(isCallback);
  const isCard = first && !callbacks.includes(first) && legacy !== 'fund' && isIdentifying(first);
  // Pieces between what is kept: the body goes behind the card, all else away.
  const open = given.pos;
  const close = given.end;
  const [callback] = callbacks;
  const cardText = isCard ? '' : "'card_1'";
  const bodyStart = isCard ? first.end : open;
  const bodyEnd = callback ? callback.getStart() : close;
  const separator = callback ? ', ' : '';
  const replaced = [{ start: bodyStart, end: bodyEnd, text: `${cardText}${bodies[legacy]}${separator}` }];
  if (callback) replaced.push({ start: callback.end, end: close, text: '' });
  return { replaced, kept: [...(isCard ? [first] : []), ...callbacks.slice(0, 1)] };
}

const isCallback = (node: ts.Expression): boolean =>
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node) ||
  (ts.isIdentifier(node) && /^(cb|callback|done|next)$/.test(node.text));

const isIdentifying = (node: ts.Expression): boolean =>
  !ts.isObjectLiteralExpression(node) &&
  !/^(params|options|opts|query|data|args|payload|body)$/.test(node.getText());
