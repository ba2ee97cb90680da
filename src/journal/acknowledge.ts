// Moving a feed on: its place, its counts and its dead letters in one transaction.
import type { Database } from 'better-sqlite3';
import type { Feeds } from './feeds.js';
import type { Acknowledgement, FeedState } from './journal-data.js';
import { toColumn } from './json-column.js';

/** Makes the function that acknowledges. It returns when the transaction is on disk. */
export function prepareAcknowledge(db: Database, feeds: Feeds): (acknowledgement: Acknowledgement) => void {
  const move = db.prepare(`
    UPDATE feeds SET position = @position, resume = @resume, open_after = NULL, open_to = NULL,
      delivered = delivered + @delivered, filtered = filtered + @filtered, skipped = skipped + @skipped,
      dead_lettered = dead_lettered + @deadLettered
    WHERE name = @feed`);
  const moveReplaying = db.prepare(`
    UPDATE feeds SET position = @position, resume = @resume, open_after = NULL, open_to = NULL,
      replayed = replayed + @delivered, replay_until = iif(@position >= replay_until, 0, replay_until)
    WHERE name = @feed`);
  // What a replay delivers is no dead letter any more.
  const forget = db.prepare('DELETE FROM dead_letters WHERE feed = ? AND position > ? AND position <= ?');
  const bury = db.prepare('INSERT INTO dead_letters (feed, position, reason, at) VALUES (?, ?, ?, ?)');

  const acknowledge = db.transaction((acknowledgement: Acknowledgement): void => {
    const { feed, position, resume, delivered, filtered, skipped, deadLetters, now } = acknowledgement;
    const state = feeds.get(feed);
    checkBalance(acknowledgement, state);
    const change = { feed, position, resume: toColumn(resume), delivered };
    if (state.replayUntil > 0) moveReplaying.run(change);
    else move.run({ ...change, filtered, skipped, deadLettered: deadLetters.length });
    forget.run(feed, state.position, position);
    for (const letter of deadLetters) bury.run(feed, letter.position, letter.reason, Math.trunc(now));
  });
  return (acknowledgement) => acknowledge.immediate(acknowledgement);
}

/** Every position has to be accounted for, once. Anything else is a mistake in the program, and would unbalance the ledger. */
function checkBalance(acknowledgement: Acknowledgement, state: FeedState): void {
  const { feed, position, delivered, filtered, skipped, deadLetters } = acknowledgement;
  const accounted = delivered + filtered + skipped + deadLetters.length;
  if (accounted !== position - state.position) {
    throw new Error(
      `Feed ${feed} moves from ${state.position} to ${position}, but accounts for ${accounted} events.`,
    );
  }
  if (state.replayUntil > 0 && position > state.replayUntil) {
    throw new Error(
      `Feed ${feed} moves to ${position}, across the end of its replay at ${state.replayUntil}.`,
    );
  }
}
