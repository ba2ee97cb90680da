// Paths of a redaction that lead nowhere in the newest events: a mistyped one hides nothing, and nobody would notice.
import type { RedactConfig } from '../config/config.js';
import { dropFields } from '../events/edit-json.js';
import type { FieldPath } from '../events/field-path.js';
import type { JournalReader } from '../journal/journal.js';
import type { StoredEvent } from '../journal/journal-data.js';

const NEWEST = { events: 1000, bytes: 4 * 2 ** 20 };

/** What to say of the paths in `redact` that lead nowhere; nothing where all of them do, or where there are no events to try them on. */
export async function findIdlePaths(
  redact: RedactConfig,
  journal: JournalReader,
): Promise<readonly string[]> {
  const events = await journal.read(Math.max(0, (await journal.head()) - NEWEST.events), NEWEST);
  if (events.length === 0) return [];
  const idle = [...redact.drop, ...redact.pseudonymise].filter((path) => !events.some(has(path)));
  if (idle.length === 0) return [];
  const names = idle.map((path) => path.join('.')).join(', ');
  return [`In ${events.length} of the newest events there is no ${names}: is it spelt right under redact?`];
}

function has(path: FieldPath): (event: StoredEvent) => boolean {
  return ({ raw }) => {
    try {
      return dropFields(raw, [path]) !== raw;
    } catch {
      // A record that cannot be redacted becomes a dead letter, which says so.
      return false;
    }
  };
}
