// Fields that a destination must not see: taken out, or replaced by pseudonyms, in the record's own bytes.
import { createHash, createHmac, type KeyObject } from 'node:crypto';
import { dropFields, replaceScalars } from '../events/edit-json.js';
import type { FieldPath } from '../events/field-path.js';
import { textOf } from '../events/json-bytes.js';
import { isObject, type Parsed, readRecord } from '../events/read-record.js';
import type { StoredEvent } from '../journal/journal-data.js';
import { CollectorError } from '../platform/errors.js';

export interface RedactSettings {
  /** These go, with everything in them; what stands in both lists goes. */
  drop: readonly FieldPath[];
  /** Every string, number and truth value in these becomes a pseudonym. */
  pseudonymise: readonly FieldPath[];
  /** Of the pseudonyms; null where there are none, or where nothing is going to be delivered. */
  key: KeyObject | null;
}

const PSEUDONYM_DIGITS = 32;

/**
 * Makes the function that redacts an event; one that holds none of the fields comes back as it is. The function throws where it
 * cannot vouch for the result, and never says anything of what the record holds.
 * @throws CollectorError CONFIG_INVALID where pseudonyms are asked for and there is no key.
 */
export function createRedaction(settings: RedactSettings): (event: StoredEvent) => StoredEvent {
  const redactBytes = createByteRedaction(settings);
  return (event) => {
    try {
      parse(event.raw);
      const raw = redactBytes(event.raw);
      return raw === event.raw ? event : withRecord(event, raw);
    } catch {
      // Without the cause: what JSON.parse complains about quotes the text.
      throw new CollectorError(
        'DESTINATION_REFUSED',
        'it cannot be redacted: the record is not a JSON object, or nests values more than 500 deep',
      );
    }
  };
}

function createByteRedaction({ drop, pseudonymise, key }: RedactSettings): (json: Uint8Array) => Uint8Array {
  if (pseudonymise.length === 0) return (json) => dropFields(json, drop);
  if (key === null) throw new CollectorError('CONFIG_INVALID', 'Pseudonyms are asked for without a key.');
  const replace = (text: string) => toPseudonym(text, key);
  return (json) => replaceScalars(dropFields(json, drop), pseudonymise, replace);
}

/** `pseudonym:` and the first 128 bits of HMAC-SHA256(key, text in UTF-8) as hexadecimal digits. */
function toPseudonym(text: string, key: KeyObject): string {
  const digits = createHmac('sha256', key).update(text, 'utf8').digest('hex');
  return `pseudonym:${digits.slice(0, PSEUDONYM_DIGITS)}`;
}

/** The event as if Workato had sent the redacted record: whatever a format or a destination looks at is redacted alike. */
function withRecord(event: StoredEvent, raw: Uint8Array): StoredEvent {
  const { id, time, type, user, resourceType } = readRecord(parse(raw), raw);
  return { ...event, key: id ?? hashOf(event.position, raw), time, type, user, resourceType, raw };
}

/** A hash of the whole record would be a way to guess what was taken out; the position keeps events apart that became alike. */
function hashOf(position: number, raw: Uint8Array): string {
  return `sha256:${createHash('sha256').update(`${position}\n`).update(raw).digest('hex')}`;
}

function parse(json: Uint8Array): Parsed {
  const record: unknown = JSON.parse(textOf(json));
  if (isObject(record)) return record;
  throw new TypeError('no object');
}
