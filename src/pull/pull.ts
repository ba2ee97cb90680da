// One pull of one workspace: plan its windows, drain them into the journal, leave the cursor where the next pull goes on.
// Any scheduler may call it: all that it knows between two calls stands in the journal.
import { setMaxListeners } from 'node:events';
import type { WorkspaceEntry } from '../journal/journal-data.js';
import { abortedError, isCollectorError, throwIfAborted } from '../platform/errors.js';
import { type Ask, createAsk } from './ask.js';
import { makeContact } from './contact.js';
import type { PullContext } from './context.js';
import { addSpan, parseCursor } from './cursor.js';
import { Lanes, type Totals } from './lanes.js';
import { waysOf } from './learnt.js';
import { openSession, type Session } from './session.js';
import { applySettings } from './settings.js';
import { startSweep } from './sweep.js';
import { closeUnfinishedTail, startTail } from './tail.js';

const MINUTE_MS = 60_000;
/** Re-reading takes at most one request in so many. */
const REREAD_SHARE = 3;

export interface PullOptions {
  /** Begins nothing new after so long; what is left goes on in the next pull. */
  stopAfterMs?: number;
  /** Reads only the history that is still to be read: neither tail nor sweep. */
  only?: 'history';
}

export interface PullReport {
  /** Whether every window that was planned is drained. */
  caughtUp: boolean;
  stored: number;
  /** When the next pull is due, milliseconds after this one began: the poll interval, or more where the budget cannot hold it. */
  nextPullMs: number;
}

/**
 * Pulls once: until the windows planned at the start are drained, or, with `stopAfterMs`, until about then.
 * @throws CollectorError AUTHENTICATION_FAILED and PERMISSION_DENIED at once; what is retryable after `giveUpAfterMs` without
 * an answered page; CONFIG_INVALID where the token now leads to another workspace; ABORTED. The cursor is right in every case.
 */
export async function pull(
  context: PullContext,
  signal: AbortSignal,
  options: PullOptions = {},
): Promise<PullReport> {
  const { settings, budget } = context;
  const totals: Totals = { stored: 0, found: 0, rereadPages: 0 };
  const finished = await untilPause(context, signal, options.stopAfterMs, async (ask, pause) => {
    const session = await open(context, ask);
    let isBehind: boolean;
    do {
      session.plan((cursor) => planPull(session, cursor, options));
      // A tail that could not be closed was planned before this pull: what came since needs one of its own.
      isBehind = (session.cursor.tail?.pages ?? 0) > 0;
      await new Lanes(session, ask, pause, totals).run(options.only !== 'history');
      throwIfAborted(signal);
    } while (isBehind && !pause.signal.aborted);
    return isCaughtUp(session, options);
  });
  const rereadMs = (totals.rereadPages * REREAD_SHARE * MINUTE_MS) / budget.perMinute;
  return {
    caughtUp: finished ?? false,
    stored: totals.stored,
    nextPullMs: Math.max(settings.pollIntervalMs, rereadMs),
  };
}

/**
 * Orders history between two instants to be read, again or for the first time, by the pulls to come; the tail is not touched.
 * Not while a pull of the workspace is under way.
 */
export async function orderBackfill(
  context: PullContext,
  span: { from: number; to: number },
  signal: AbortSignal,
): Promise<void> {
  await untilPause(context, signal, undefined, async (ask) => {
    const session = await open(context, ask);
    await session.commit((cursor) => {
      const reaching = { ...cursor, floor: Math.min(cursor.floor, span.from) };
      return addSpan(reaching, { ...span, kind: 'asked' }, context.clock.now());
    });
  });
}

/** Runs `work`, whose waiting ends after `stopAfterMs`; null where it was cut short by that. @throws ABORTED for `signal`. */
async function untilPause<Result>(
  context: PullContext,
  signal: AbortSignal,
  stopAfterMs: number | undefined,
  work: (ask: Ask, pause: AbortController) => Promise<Result>,
): Promise<Result | null> {
  const pause = new AbortController();
  const done = new AbortController();
  const stop = () => pause.abort();
  // Every lane waits on them.
  setMaxListeners(0, signal, pause.signal);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  if (stopAfterMs !== undefined) context.clock.sleep(stopAfterMs, done.signal).then(stop, () => {});
  try {
    return await work(createAsk(context, signal, pause.signal), pause);
  } catch (error) {
    if (signal.aborted) throw abortedError(signal);
    if (isCollectorError(error, 'ABORTED')) return null;
    throw error;
  } finally {
    done.abort();
    signal.removeEventListener('abort', stop);
  }
}

async function open(context: PullContext, ask: Ask): Promise<Session> {
  const entry: WorkspaceEntry = await context.journal.workspace(context.workspaceKey);
  return entry.cursor === null
    ? makeContact(context, entry, ask)
    : openSession(context, entry, parseCursor(entry.cursor));
}

function planPull(session: Session, before: Session['cursor'], options: PullOptions): Session['cursor'] {
  const { settings, clock } = session.context;
  const cursor = applySettings(before, settings, session.learnt, clock.now());
  if (options.only === 'history') return cursor;
  const closed = closeUnfinishedTail(cursor, settings.lookbackMs, clock.now());
  return startSweep(
    startTail(closed, waysOf(session.learnt), settings.lookbackMs),
    session.learnt,
    clock.now(),
    settings,
  );
}

function isCaughtUp({ cursor }: Session, options: PullOptions): boolean {
  const isHistoryRead = cursor.windows.length === 0 && cursor.spans.length === 0;
  return (
    isHistoryRead && (options.only === 'history' || (cursor.tail === null && cursor.sweep.drain === null))
  );
}
