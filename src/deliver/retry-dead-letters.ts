// Dead letters once more: each by itself, oldest first. What is taken is delivered; what is refused again stays as it is.
import type { Journal } from '../journal/journal.js';
import type { StoredDeadLetter } from '../journal/journal-data.js';
import { throwIfAborted } from '../platform/errors.js';
import { recordBatch, write } from './deliver-draft.js';
import { type Draft, draftStretch } from './draft.js';
import { finishOpenBatch } from './feed.js';
import type { FeedContext } from './feed-context.js';
import { closeDestination, type FeedSession, startSession } from './feed-session.js';

type RetryContext = FeedContext & { journal: Pick<Journal, 'settleDeadLetter'> & FeedContext['journal'] };

/**
 * Tries every dead letter of a feed again, while the feed is not running. An event that retention has removed stays a letter.
 * @throws CollectorError DESTINATION_UNAVAILABLE at the first that cannot be tried: those before it are settled; ABORTED.
 */
export async function retryDeadLetters(
  context: RetryContext,
  signal: AbortSignal,
): Promise<{ delivered: number; refused: number }> {
  const letters = (await context.journal.deadLetters(context.name)).toReversed();
  const session = await startSession(context, 0);
  const outcome = { delivered: 0, refused: 0 };
  try {
    // Its identity would be forgotten for that of the letters.
    await finishOpenBatch(session, signal);
    for (const letter of letters) {
      throwIfAborted(signal);
      const isTaken = await retry(context, session, letter, signal);
      outcome[isTaken ? 'delivered' : 'refused'] += 1;
    }
    return outcome;
  } finally {
    await closeDestination(session);
  }
}

async function retry(
  context: RetryContext,
  session: FeedSession,
  { position }: StoredDeadLetter,
  signal: AbortSignal,
): Promise<boolean> {
  const draft = await draftOf(context, position);
  if (draft.deliveries.length === 0) return false;
  await recordBatch(session, draft);
  const result = await write(session, draft, signal);
  if (result === null || result.refused.length > 0) return false;
  await context.journal.settleDeadLetter(context.name, position, result.resume);
  session.resume = result.resume;
  session.open = null;
  session.unconfirmed = false;
  return true;
}

/** The one event, without the filter: it was wanted when it became a letter. */
async function draftOf({ format, journal }: RetryContext, position: number): Promise<Draft> {
  const read = await journal.read(position - 1, { events: 1, bytes: 1 });
  const events = read.filter((event) => event.position === position);
  return draftStretch({ after: position - 1, to: position, events }, { format });
}
