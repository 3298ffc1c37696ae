import { messageOf } from '../contract/json.js';
import { redact } from '../contract/redact.js';
import { unhindered } from './unhindered.js';

const said = new Set<string>();

/**
 * Warns the operator once per process about something that must not break a call. Emits a process warning, which goes to
 * stderr and to `process.on('warning')`. Never throws.
 */
export function warnOnce(code: string, message: string): void {
  const text = redact(message);
  const key = `${code} ${text}`;
  if (said.has(key)) return;
  // Messages may differ without limit, so after 100 only one more per code is emitted.
  if (said.size < 100) said.add(key);
  else if (!said.has(code)) said.add(code);
  else return;
  emit(code, text);
}

/** Warns each time, for events that each need an action of the operator. */
export function warn(code: string, message: string): void {
  unhindered(() => emit(code, redact(message)));
}

function emit(code: string, text: string): void {
  unhindered(() => process.emitWarning(text, { type: 'ZentraWarning', code }));
}

/**
 * Runs a hook of the program. If it throws or rejects, emits a warning once; the error does not reach the call.
 *
 * @param what name of the hook, which begins the message, such as `onDeprecation`
 */
export function tell(what: string, code: string, run: () => unknown): void {
  unhindered(run, (error) =>
    warnOnce(code, `${what} failed (${messageOf(error)}); the call was not affected`),
  );
}
