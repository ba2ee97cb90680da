// A token as it may stand in the journal.
import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 under the journal's own random salt: it recognises a token, and gives nothing of it away. */
export function hashToken(salt: Uint8Array, token: string): string {
  return createHmac('sha256', salt).update(token).digest('hex');
}
