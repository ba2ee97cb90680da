// Whether an event was caused by somebody, by whatever is known of them: one rule for searching and for filtering.
import { textOf } from './json-bytes.js';

interface Candidate {
  user: string | null;
  raw: Uint8Array;
}

/** Compares `wanted` with e-mail, name and id of the event's user, ignoring case. */
export function matchesUser(event: Candidate, wanted: string): boolean {
  if (event.user === null) return false;
  const lower = wanted.toLowerCase();
  if (event.user.toLowerCase() === lower) return true;
  const text = textOf(event.raw);
  // Parsing is the slow part: where nothing is escaped, a name that stands nowhere in the text is not the user's.
  if (!text.includes('\\') && !text.toLowerCase().includes(lower)) return false;
  return namesIn(text).includes(lower);
}

/** E-mail, name and id of the event's user as far as there are any, in lower case. */
export function userNames(event: Candidate): readonly string[] {
  return event.user === null ? [] : [event.user.toLowerCase(), ...namesIn(textOf(event.raw))];
}

function namesIn(record: string): readonly string[] {
  const user = readUser(record);
  if (typeof user !== 'object' || user === null) return [];
  const { email, name, id } = user as { email?: unknown; name?: unknown; id?: unknown };
  return [email, name, id].flatMap((value) =>
    typeof value === 'string' || typeof value === 'number' ? [String(value).toLowerCase()] : [],
  );
}

function readUser(record: string): unknown {
  try {
    return JSON.parse(record)?.user;
  } catch {
    return null;
  }
}
