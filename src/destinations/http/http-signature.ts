// Signatures by which a receiver knows who sent a request, that nobody changed it, and that it is not an old one sent again.
import { createHmac } from 'node:crypto';

const ENCODED_KEY = /^whsec_([A-Za-z0-9+/]+=*)$/;

/**
 * The headers of Standard Webhooks 1.0 (https://www.standardwebhooks.com): an HMAC-SHA256 over `ID.TIMESTAMP.BODY`, the body's bytes
 * as they are sent. A secret of the form `whsec_BASE64` stands for the bytes that it encodes, any other for its own.
 * @param id stays the same for every try of one batch.
 * @param now epoch milliseconds; sent in seconds.
 */
export function signRequest(
  secret: string,
  id: string,
  now: number,
  body: Uint8Array,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const encoded = ENCODED_KEY.exec(secret)?.[1];
  const key = encoded === undefined ? secret : Buffer.from(encoded, 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
