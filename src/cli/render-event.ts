// Events as lines for people: when, where each stands in the journal, whose, what, who, on what; in columns.
import type { StoredEvent } from '../journal/journal-data.js';
import { redact } from '../platform/secrets.js';
import { escapeControls } from '../platform/text.js';

/** Usual widths of time, position, workspace, type and user, so that groups printed one after the other mostly fit together. */
const USUAL_WIDTHS = [20, 6, 7, 24, 28];
/** One long value does not push all others to the right. */
const WIDEST = 40;

/** Events as lines, each column as wide as these events need it. */
export function renderEvents(events: readonly StoredEvent[]): string {
  const rows = events.map((event) => cellsOf(event).map((cell) => escapeControls(redact(cell))));
  const widths = USUAL_WIDTHS.map((usual, column) =>
    rows.reduce((widest, cells) => Math.max(widest, Math.min(WIDEST, cells[column]?.length ?? 0)), usual),
  );
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function cellsOf(event: StoredEvent): string[] {
  return [
    event.time === null ? 'without a time' : new Date(event.time).toISOString().replace('.000Z', 'Z'),
    `#${event.position}`,
    event.workspace,
    event.type ?? 'without a type',
    event.user ?? 'system',
    event.resourceType ?? '',
  ];
}
