// Audit events for tests, in the shape in which Workato's REST API sends them; everything in them is invented.

import type { AuditEvent } from '../../src/events/event.js';
import { cutPage } from '../../src/events/page-reader.js';

/** What a record says; what is left out gets a plausible value, what is null is sent as null. */
export interface RecordFields {
  id?: number | string | null;
  timestamp?: string | null;
  event_type?: string;
  workspace?: object | null;
  user?: object | null;
  details?: object | null;
  resource?: object | null;
  [other: string]: unknown;
}

/** A record as Workato would send it. Without a timestamp, event n happened n seconds after the start of 2026. */
export function makeRecord(fields: RecordFields = {}): Record<string, unknown> {
  const id = fields.id === undefined ? 700_001 : fields.id;
  return {
    id,
    timestamp: timestampOf(typeof id === 'number' ? id - 700_000 : 0),
    event_type: 'recipe_started',
    workspace: {
      id: 5_100_042,
      name: 'Harbour Logistics',
      email: 'ops@harbour.example',
      environment: 'prod',
    },
    user: { id: 81_234, name: 'Mina Okafor', email: 'mina.okafor@harbour.example' },
    details: { request: { ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0 (X11; Linux x86_64)' } },
    resource: { id: 4711, name: 'Sync shipments to ERP', type: 'Recipe', folder_path: 'Logistics/Inbound' },
    ...fields,
  };
}

/** One event, cut out of a page as the product does it. */
export function makeEvent(fields: RecordFields = {}): AuditEvent {
  return parseEvent(JSON.stringify(makeRecord(fields)));
}

/** `count` events with ids from `firstId` on, a second apart. */
export function makeEvents(count: number, firstId = 700_001): AuditEvent[] {
  return Array.from({ length: count }, (_, index) => makeEvent({ id: firstId + index }));
}

/** The event that a record's text is, byte for byte. */
export function parseEvent(record: string | Uint8Array): AuditEvent {
  const body = Buffer.concat([Buffer.from('{"data":['), Buffer.from(record), Buffer.from('],"total":1}')]);
  const [event] = cutPage(body);
  if (!event) throw new Error('A page with one record has brought none.');
  return event;
}

function timestampOf(second: number): string {
  const time = new Date(Date.UTC(2026, 0, 1) + second * 1000);
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
