// What the product reads from a record, and nothing more.
import { createHash } from 'node:crypto';
import type { AuditEvent } from './event.js';
import { parseInstant } from './instant.js';
import { cutMember } from './json-bytes.js';

/** A JSON object, parsed. */
export type Parsed = { readonly [key: string]: unknown };

/** The event that a record is: `record` parsed, `raw` its bytes, which are kept as they are. */
export function readRecord(record: Parsed, raw: Uint8Array): AuditEvent {
  const id = readId(record['id'], raw);
  return {
    key: id ?? `sha256:${createHash('sha256').update(raw).digest('hex')}`,
    id,
    time: readTime(record['timestamp']),
    type: readText(record['event_type']),
    user: readUser(record['user']),
    resourceType: readText(member(record['resource'], 'type')),
    workspaceId: readId(member(record['workspace'], 'id'), null),
    raw,
  };
}

function readId(id: unknown, raw: Uint8Array | null): string | null {
  if (typeof id === 'string') return id === '' || id.length > 200 ? null : id;
  if (typeof id !== 'number') return null;
  if (Number.isSafeInteger(id) || raw === null) return String(id);
  const literal = cutMember(raw, 'id');
  return literal === null ? null : Buffer.from(literal).toString('latin1');
}

function readTime(timestamp: unknown): number | null {
  return typeof timestamp === 'string' ? parseInstant(timestamp) : null;
}

function readUser(user: unknown): string | null {
  return (
    readText(member(user, 'email')) ?? readText(member(user, 'name')) ?? readId(member(user, 'id'), null)
  );
}

function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function member(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

/** Whether a parsed value is a JSON object. */
export function isObject(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
