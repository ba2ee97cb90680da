// The record, unchanged, inside a small object that says where it came from.
import type { Formatter } from '../deliver/destination.js';
import { onOneLine } from './raw.js';

const COLLECTOR = 'workato-audit-logs';

/**
 * One line of JSON, its members always in this order:
 *
 * | member | is |
 * |---|---|
 * | `journal_position` | the event's place in the journal, a number that grows |
 * | `workspace` | the workspace's name in the configuration |
 * | `base_url` | where it was read |
 * | `first_seen` | when the collector stored it, ISO 8601 in UTC with milliseconds |
 * | `collector` | `workato-audit-logs` |
 * | `event` | the record's own bytes, as the `raw` format gives them; numbers keep every digit |
 */
export const envelope: Formatter = (event) => {
  const head = JSON.stringify({
    journal_position: event.position,
    workspace: event.workspace,
    base_url: event.baseUrl,
    first_seen: new Date(event.firstSeen).toISOString(),
    collector: COLLECTOR,
  });
  return Buffer.concat([
    Buffer.from(`${head.slice(0, -1)},"event":`),
    onOneLine(event.raw),
    Buffer.from('}'),
  ]);
};
