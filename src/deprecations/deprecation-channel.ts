import { channel } from 'node:diagnostics_channel';
import { tell } from '../gateway/process-warning.js';
import type { DeprecationEvent } from './deprecation-event.js';

const name = 'zentra-compat:deprecation';
const everyCall = channel(name);

/**
 * Publishes one legacy call. Each subscriber is called here, because Node makes an uncaught exception of what one throws, which would
 * end the process and with it the call.
 *
 * @param eventOf the event, made where somebody listens
 */
export function publish(eventOf: () => DeprecationEvent): void {
  if (!everyCall.hasSubscribers) return;
  const event = eventOf();
  const { _subscribers: subscribers } = everyCall as { _subscribers?: unknown };
  const listeners: unknown[] = Array.isArray(subscribers)
    ? [...subscribers]
    : // A run time that keeps its subscribers elsewhere.
      [() => everyCall.publish(event)];
  for (const listener of listeners as ((event: DeprecationEvent, name: string) => unknown)[]) {
    tell(`A subscriber of ${name}`, 'ZENTRA_DEPRECATION_SUBSCRIBER_FAILED', () => listener(event, name));
  }
}
