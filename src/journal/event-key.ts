// An event's key as it stands in the database: exact for every text, and small for the usual one, a number.

const SMALL_INTEGER = /^(0|[1-9]\d{0,17})$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * A number where the text is exactly that number's; else the text itself. UTF-8 cannot hold a lone surrogate, and two such
 * texts must not become one: they are kept as bytes of UTF-16.
 */
export function toStoredKey(key: string): bigint | string | Uint8Array {
  if (SMALL_INTEGER.test(key)) return BigInt(key);
  return LONE_SURROGATE.test(key) ? Buffer.from(key, 'utf16le') : key;
}

/** The text of a key that a query has read by `KEY_COLUMN`. */
export function fromStoredKey(stored: string | Uint8Array): string {
  return typeof stored === 'string' ? stored : Buffer.from(stored).toString('utf16le');
}

/** SQL that reads the key of the event `e` without rounding numbers. */
export const KEY_COLUMN = "iif(typeof(e.key) = 'integer', CAST(e.key AS TEXT), e.key)";
