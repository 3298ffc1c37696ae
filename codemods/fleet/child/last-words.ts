import { hidden, redact } from 'zentra-compat/contract';
import { visible } from '../../report/visible';

const MAX_LENGTH = 1000;

/** Git's advice after every failure to connect. */
const saysNothing =
  /^(fatal: Could not read from remote repository\.|Please make sure you have the correct access rights|and the repository exists\.)$/;

/**
 * Returns the last lines of a program's output, where programs report their error. Removes secrets (the user's git configuration may
 * rewrite addresses to contain some) and terminal control characters.
 */
export function lastWords(text: string, lines = 4): string {
  return withoutSecrets(text)
    .split('\n')
    .map((line) => visible(line.trim()))
    .filter((line) => line !== '' && !saysNothing.test(line))
    .slice(-lines)
    .join('; ')
    .replace(/([:;,]); /g, '$1 ')
    .slice(-MAX_LENGTH);
}

const withoutSecrets = (text: string): string =>
  redact(text)
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/]*@/gi, '$1')
    .replace(/\b(authorization|private-token)(["']?\s*[:=]\s*)[^\r\n]*/gi, `$1$2${hidden}`);
