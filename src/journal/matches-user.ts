// Whether an event was caused by somebody, by whatever is known of them.

interface Candidate {
  user: string | null;
  raw: Uint8Array;
}

/** Compares `wanted` with e-mail, name and id of the event's user, ignoring case. */
export function matchesUser(event: Candidate, wanted: string): boolean {
  if (event.user === null) return false;
  const text = wanted.toLowerCase();
  if (event.user.toLowerCase() === text) return true;
  return namesOf(event.raw).some((name) => name.toLowerCase() === text);
}

function namesOf(raw: Uint8Array): readonly string[] {
  const user = readUser(raw);
  if (typeof user !== 'object' || user === null) return [];
  const { email, name, id } = user as { email?: unknown; name?: unknown; id?: unknown };
  return [email, name, id].flatMap((value) =>
    typeof value === 'string' || typeof value === 'number' ? [String(value)] : [],
  );
}

function readUser(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('utf8'))?.user;
  } catch {
    return null;
  }
}
