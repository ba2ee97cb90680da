// The record, unchanged, inside a small object that says where it came from.
import type { Formatter } from '../deliver/destination.js';
import { COLLECTOR, type FormatOptions } from './format-options.js';
import { onOneLine } from './raw.js';

/**
 * Makes the formatter `envelope`. It gives one line of JSON, its members always in this order:
 *
 * | member | is |
 * |---|---|
 * | `journal_position` | the event's place in the journal, a number that grows |
 * | `workspace` | the workspace's name in the configuration |
 * | `base_url` | where it was read |
 * | `first_seen` | when the collector stored it, ISO 8601 in UTC with milliseconds |
 * | `collector` | `workato-audit-logs` |
 * | `collector_version` | the version of this package |
 * | `event` | the record's own bytes, as the `raw` format gives them; numbers keep every digit |
 */
export function createEnvelope({ collectorVersion }: FormatOptions): Formatter {
  return (event) => {
    const head = JSON.stringify({
      journal_position: event.position,
      workspace: event.workspace,
      base_url: event.baseUrl,
      first_seen: new Date(event.firstSeen).toISOString(),
      collector: COLLECTOR,
      collector_version: collectorVersion,
    });
    return Buffer.concat([
      Buffer.from(`${head.slice(0, -1)},"event":`),
      onOneLine(event.raw),
      Buffer.from('}'),
    ]);
  };
}
