import { messageOf } from '../contract/json.js';
import { redact } from '../contract/redact.js';
import { unhindered } from './unhindered.js';

const said = new Set<string>();

/**
 * Tells the operator once per process about something that must not break a call: as a process warning, which goes to
 * stderr and to `process.on('warning')`. Never throws.
 */
export function warnOnce(code: string, message: string): void {
  const text = redact(message);
  const key = `${code} ${text}`;
  if (said.has(key)) return;
  // A text per failure would be no bound.
  if (said.size < 100) said.add(key);
  else if (!said.has(code)) said.add(code);
  else return;
  emit(code, text);
}

/** The same each time, for what an operator has to act on each time. */
export function warn(code: string, message: string): void {
  unhindered(() => emit(code, redact(message)));
}

function emit(code: string, text: string): void {
  unhindered(() => process.emitWarning(text, { type: 'ZentraWarning', code }));
}

/**
 * Runs a function of the program's that is told of something. What it throws, or rejects with, is warned of once and goes no further.
 *
 * @param what as the start of a sentence, such as `onDeprecation`
 */
export function tell(what: string, code: string, run: () => unknown): void {
  unhindered(run, (error) =>
    warnOnce(code, `${what} failed (${messageOf(error)}); the call was not affected`),
  );
}
