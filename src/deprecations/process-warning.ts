import { redact } from '../contract/redact.js';

const said = new Set<string>();

/**
 * Tells the operator once per process about something that must not break a call: as a process warning, which goes to
 * stderr and to `process.on('warning')`.
 */
export function warnOnce(code: string, message: string): void {
  const text = redact(message);
  const key = `${code} ${text}`;
  if (said.has(key)) return;
  // A text per failure would be no bound.
  if (said.size < 100) said.add(key);
  else if (!said.has(code)) said.add(code);
  else return;
  process.emitWarning(text, { type: 'ZentraWarning', code });
}
