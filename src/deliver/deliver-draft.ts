// One draft to one destination: sent until it is settled, split where it is refused, and acknowledged in the journal.
import type { DeadLetter, Json } from '../journal/journal-data.js';
import { CollectorError, isCollectorError } from '../platform/errors.js';
import { redact } from '../platform/secrets.js';
import { shorten } from '../platform/text.js';
import { toBatch } from './batch.js';
import type { WriteResult } from './destination.js';
import { countMissing, type Draft, splitDraft } from './draft.js';
import { type FeedSession, openDestination } from './feed-session.js';
import { waitForRetry } from './wait-for-retry.js';

const LONGEST_REASON = 500;

interface Settled {
  deadLetters: readonly DeadLetter[];
  resume: Json;
}

/**
 * Resolves when every event of the draft is delivered, filtered, skipped or dead-lettered, and the journal knows it.
 * @throws CollectorError what may not be retried, and what may once the session gives up; ABORTED.
 */
export async function deliverDraft(session: FeedSession, draft: Draft, signal: AbortSignal): Promise<void> {
  await recordBatch(session, draft);
  const settled = await settle(session, draft, signal);
  if (settled) {
    await acknowledge(session, draft, settled);
    return;
  }
  for (const half of splitDraft(draft)) await deliverDraft(session, half, signal);
}

/** Makes the journal remember that the draft is about to be sent. */
export async function recordBatch(session: FeedSession, draft: Draft): Promise<void> {
  const { after, to } = draft;
  const known = session.open?.after === after && session.open.to === to;
  if (draft.deliveries.length === 0 || known) return;
  await session.context.journal.recordBatch(session.context.name, { after, to });
  session.open = { after, to };
}

/** Null: refused as a whole, to be split. */
async function settle(session: FeedSession, draft: Draft, signal: AbortSignal): Promise<Settled | null> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt(session, draft, signal);
    } catch (error: unknown) {
      await waitForRetry(session, error, failures, signal);
    }
  }
}

async function attempt(session: FeedSession, draft: Draft, signal: AbortSignal): Promise<Settled | null> {
  const result = await write(session, draft, signal);
  if (result === null) return null;
  const sent = new Set(draft.deliveries.map(({ event }) => event.position));
  const refused = result.refused.filter(({ position }) => sent.has(position));
  const reasons = new Map(
    [...draft.unformatted, ...refused].map(({ position, reason }) => [position, reason]),
  );
  const deadLetters = [...reasons]
    .map(([position, reason]) => ({ position, reason: shorten(redact(reason), LONGEST_REASON) }))
    .sort((one, other) => one.position - other.position);
  guardAgainstRefusingAll(session, draft, deadLetters);
  return { deadLetters, resume: result.resume };
}

/** Sends the draft once. Null: it was refused as a whole, and there is more than one event to split it into. */
export async function write(
  session: FeedSession,
  draft: Draft,
  signal: AbortSignal,
): Promise<WriteResult | null> {
  const [first, second] = draft.deliveries;
  if (!first) return { refused: [], resume: session.resume };
  const destination = await openDestination(session);
  const { journal, name } = session.context;
  session.unconfirmed = true;
  try {
    return await destination.write(toBatch(draft, journal.id, name), signal);
  } catch (error: unknown) {
    if (!isCollectorError(error, 'DESTINATION_REFUSED')) throw error;
    if (second) return null;
    return { refused: [{ position: first.event.position, reason: error.message }], resume: session.resume };
  }
}

/** A destination that refuses one event after another is itself at fault; its events wait instead of being dead-lettered. */
function guardAgainstRefusingAll(
  session: FeedSession,
  draft: Draft,
  deadLetters: readonly DeadLetter[],
): void {
  const taken = draft.deliveries.length + draft.unformatted.length - deadLetters.length;
  const inARow = session.refusedInARow + deadLetters.length;
  if (taken > 0 || deadLetters.length === 0 || inARow <= session.maxRefusedInARow) return;
  const { name } = session.context;
  throw new CollectorError(
    'DESTINATION_UNAVAILABLE',
    `Destination ${name} refused ${inARow} events in a row, the latest because: ${deadLetters.at(-1)?.reason}`,
    {
      hint:
        `So many refusals point to the destination or its settings, not to the events: nothing more is dead-lettered until it takes one. ` +
        `Correct it and start again; what was dead-lettered before can be delivered by "workato-audit-logs replay".`,
    },
  );
}

async function acknowledge(session: FeedSession, draft: Draft, settled: Settled): Promise<void> {
  const { journal, name, clock, logger, observe } = session.context;
  const { deadLetters, resume } = settled;
  const delivered = draft.deliveries.length + draft.unformatted.length - deadLetters.length;
  const filtered = draft.filtered.length;
  const skipped = countMissing(draft);
  await journal.acknowledge({
    feed: name,
    position: draft.to,
    resume,
    delivered,
    filtered,
    skipped,
    deadLetters,
    now: clock.now(),
  });
  session.position = draft.to;
  session.resume = resume;
  session.open = null;
  session.unconfirmed = false;
  session.progressAt = clock.monotonic();
  session.refusedInARow = delivered > 0 ? 0 : session.refusedInARow + deadLetters.length;
  for (const letter of deadLetters) {
    logger.warn('An event was refused for good and is a dead letter now.', { destination: name, ...letter });
  }
  observe({
    kind: 'acknowledged',
    position: draft.to,
    delivered,
    filtered,
    skipped,
    deadLettered: deadLetters.length,
  });
}
