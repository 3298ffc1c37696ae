import { hash } from 'node:crypto';

/** SHA-256. */
export function digestOf(content: string | Buffer, encoding: 'hex' | 'base64url' = 'hex'): string {
  return hash('sha256', content, encoding);
}
