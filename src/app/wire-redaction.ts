// The redaction of one destination: its key is read, once, when the destination is put together.
import { createSecretKey, type KeyObject } from 'node:crypto';
import type { DestinationConfig } from '../config/config.js';
import { createRedaction } from '../deliver/redact.js';
import type { StoredEvent } from '../journal/journal-data.js';
import { CollectorError } from '../platform/errors.js';
import type { Logger } from '../platform/log.js';
import type { Secret } from '../platform/secret.js';

const LEAST_KEY_BYTES = 16;
/** What stands in place of bytes that are no UTF-8: many keys would become one. */
const NO_TEXT = '\ufffd';

/**
 * The function that hides what the destination must not see; null where it may see everything.
 * @throws CollectorError CONFIG_INVALID where the key is missing or too short to protect anything.
 */
export async function wireRedaction(
  { name, redact }: DestinationConfig,
  logger: Logger,
): Promise<((event: StoredEvent) => StoredEvent) | null> {
  if (redact === null) return null;
  const { drop, pseudonymise, key } = redact;
  return createRedaction({ drop, pseudonymise, key: key && (await readKey(key, name, logger)) });
}

async function readKey(secret: Secret, destination: string, logger: Logger): Promise<KeyObject> {
  const text = await secret.read(logger);
  const key = Buffer.from(text);
  const problem = text.includes(NO_TEXT) ? 'is not text' : `holds ${key.length} bytes`;
  if (key.length >= LEAST_KEY_BYTES && !text.includes(NO_TEXT)) return createSecretKey(key);
  throw new CollectorError(
    'CONFIG_INVALID',
    `The key of the pseudonyms of destination "${destination}" ${problem}; expected text of at least ${LEAST_KEY_BYTES} bytes.`,
    { hint: 'Make one with "openssl rand -hex 32", and keep it: another key makes other pseudonyms.' },
  );
}
