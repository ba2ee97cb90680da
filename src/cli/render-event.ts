// One event as one line for people: when, where it stands in the journal, whose, what, who, on what.
import type { StoredEvent } from '../journal/journal.js';
import { redact } from '../platform/secrets.js';
import { escapeControls } from '../platform/text.js';

export function renderEvent(event: StoredEvent): string {
  const cells = [
    event.time === null ? 'without a time      ' : new Date(event.time).toISOString().replace('.000Z', 'Z'),
    `#${event.position}`,
    event.workspace,
    (event.type ?? 'without a type').padEnd(24),
    event.user ?? 'system',
    event.resourceType ?? '',
  ];
  return `${escapeControls(redact(cells.join('  '))).trimEnd()}\n`;
}
