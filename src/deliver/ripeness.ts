// Whether the next batch is worth sending yet: full, or old enough, or nothing more will come.
import type { Position } from '../journal/journal-data.js';
import type { BatchLimits } from './destination.js';
import type { FeedSession } from './feed-session.js';

/** Milliseconds until what waits behind the feed's position should be sent, if nothing more comes until then; 0: now. */
export async function timeToRipen(
  session: FeedSession,
  limits: BatchLimits,
  head: Position,
): Promise<number> {
  const { context, position } = session;
  const ageMs = limits.ageMs ?? 0;
  const isRepeat = session.open !== null || session.replayUntil > position;
  if (ageMs === 0 || isRepeat || context.isEnding?.() || head - position >= limits.events) return 0;
  const [oldest] = await context.journal.read(position, { events: 1, bytes: 1 });
  if (!oldest) return 0;
  await gather(session, limits, head);
  const { bytes, since } = session.gathered;
  if (bytes >= limits.bytes) return 0;
  // Whichever comes first: a clock that was set back holds nothing up.
  const byAge = oldest.firstSeen + ageMs - context.clock.now();
  const byWaiting = since + ageMs - context.clock.monotonic();
  return Math.max(0, Math.min(byAge, byWaiting));
}

/** Adds up what waits until `head`, or a little beyond the limit; each event is looked at once. */
async function gather(session: FeedSession, limits: BatchLimits, head: Position): Promise<void> {
  const { context, position } = session;
  if (session.gathered.after !== position) {
    session.gathered = { after: position, upTo: position, bytes: 0, since: context.clock.monotonic() };
  }
  const { gathered } = session;
  while (gathered.upTo < head && gathered.bytes < limits.bytes) {
    const most = { events: head - gathered.upTo, bytes: limits.bytes };
    const events = await context.journal.read(gathered.upTo, most);
    gathered.bytes += events.reduce((sum, event) => sum + event.raw.length + 1, 0);
    gathered.upTo = events.at(-1)?.position ?? head;
  }
}
