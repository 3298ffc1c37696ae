import { channel } from 'node:diagnostics_channel';
import { tell } from '../gateway/process-warning.js';
import type { DeprecationEvent } from './deprecation-event.js';

const name = 'zentra-compat:deprecation';
const everyCall = channel(name);

/**
 * Publishes one legacy call. Calls each subscriber here, because Node turns an error of a subscriber into an uncaught exception, which
 * would end the process and thus the call.
 *
 * @param eventOf makes the event; called only if there is a subscriber
 */
export function publish(eventOf: () => DeprecationEvent): void {
  if (!everyCall.hasSubscribers) return;
  const event = eventOf();
  const { _subscribers: subscribers } = everyCall as { _subscribers?: unknown };
  const listeners: unknown[] = Array.isArray(subscribers)
    ? [...subscribers]
    : // A runtime that stores its subscribers elsewhere.
      [() => everyCall.publish(event)];
  for (const listener of listeners as ((event: DeprecationEvent, name: string) => unknown)[]) {
    tell(`A subscriber of ${name}`, 'ZENTRA_DEPRECATION_SUBSCRIBER_FAILED', () => listener(event, name));
  }
}
