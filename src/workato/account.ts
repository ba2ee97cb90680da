// What one token has spent: the slots of the last minute, and what refusals have left behind. All times are monotonic.

import { LONGEST_RETRY_AFTER_MS } from '../platform/retry.js';
import type { Purpose } from '../pull/source.js';
import { type ByPurpose, byPurpose, findCandidates, isRereading, type Standing } from './grant.js';
import { calm, marginAt, slowPace, spacingAt } from './pace.js';
import { createSlots } from './slots.js';
import { createTravel } from './travel.js';

export interface Account {
  /** Everything that the decision about the next slot takes into account. */
  standing(waiting: ByPurpose): Standing;
  /** Takes a slot out of the budget; `waiting` still counts the one who gets it. */
  book(purpose: Purpose, waiting: ByPurpose): void;
  /** The booked request goes out now: its minute begins. */
  send(purpose: Purpose): void;
  /** A request was answered, or failed, `latencyMs` after it was sent. */
  answered(latencyMs: number): void;
  /** A request that somebody else sent on the same token. */
  addOther(takenAt: number): void;
  /** A 429 came, and asked for a pause of `retryAfterMs`, or did not say how long. */
  refuse(retryAfterMs: number | undefined): void;
  /** Slots taken by requests that are sent, this budget's and others'. */
  spent(): number;
  /** Slots that could be given at this moment. */
  available(): number;
}

export interface AccountOptions {
  perMinute: number;
  /** The monotonic clock. */
  now: () => number;
  /** A number in [0, 1). */
  random: () => number;
  marginMs: number;
}

const MINUTE_MS = 60_000;
const LEAST_PAUSE_MS = 1000;
const MOST_JITTER_MS = 5000;
/** How fast the requests of others travelled, an earlier run's for example, nobody here has seen. */
const MARGIN_OF_OTHERS_MS = 1000;

/** An account from which nothing has been spent. */
export function createAccount({ perMinute, now, random, marginMs }: AccountOptions): Account {
  const all = createSlots();
  const rereading = createSlots();
  const travel = createTravel();
  const booked = byPurpose(() => 0);
  const passedOver = byPurpose(() => 0);
  let pace = calm;
  let closedUntil = Number.NEGATIVE_INFINITY;
  let lastGrantAt = Number.NEGATIVE_INFINITY;
  let lastBackfillAt = Number.NEGATIVE_INFINITY;

  const windowAt = (time: number) =>
    MINUTE_MS + Math.max(marginAt(pace, time, marginMs), travel.marginAt(time));

  const spent = () => {
    const expired = now() - windowAt(now());
    all.release(expired);
    rereading.release(expired);
    return all.count;
  };

  const bookedSlots = () => booked.tail + booked.reread + booked.sweep + booked.backfill;

  const standing = (waiting: ByPurpose): Standing => {
    const time = now();
    return {
      now: time,
      perMinute,
      windowMs: windowAt(time),
      taken: spent() + bookedSlots(),
      oldest: all.oldest,
      rereading: rereading.count + booked.reread + booked.sweep,
      oldestRereading: rereading.oldest,
      lastGrantAt,
      spacingMs: spacingAt(pace, time, perMinute),
      closedUntil,
      lastBackfillAt,
      waiting,
      passedOver,
    };
  };

  return {
    standing,
    spent,
    book(purpose, waiting) {
      for (const other of findCandidates(standing(waiting))) passedOver[other] += 1;
      passedOver[purpose] = 0;
      booked[purpose] += 1;
      lastGrantAt = now();
      if (purpose === 'backfill') lastBackfillAt = lastGrantAt;
    },
    send(purpose) {
      booked[purpose] -= 1;
      all.add(now());
      if (isRereading(purpose)) rereading.add(now());
    },
    answered: (latencyMs) => travel.note(now(), latencyMs),
    addOther(takenAt) {
      const countsFrom = takenAt + Math.max(0, MARGIN_OF_OTHERS_MS - marginMs);
      if (countsFrom > now() - windowAt(now())) all.add(countsFrom);
    },
    refuse(retryAfterMs) {
      const time = now();
      // A 429 that arrives while the door is closed answers a request from before: it is the same refusal.
      const isNew = time >= closedUntil;
      const pauseMs =
        retryAfterMs === undefined || Number.isNaN(retryAfterMs)
          ? windowAt(time) + random() * MOST_JITTER_MS
          : Math.min(LONGEST_RETRY_AFTER_MS, Math.max(LEAST_PAUSE_MS, retryAfterMs));
      closedUntil = Math.max(closedUntil, time + pauseMs);
      if (isNew) pace = slowPace(pace, time, closedUntil, marginMs);
    },
    available() {
      const { taken, spacingMs } = standing(byPurpose(() => 0));
      if (now() < Math.max(closedUntil, lastGrantAt + spacingMs)) return 0;
      return Math.max(0, Math.min(spacingMs > 0 ? 1 : perMinute, perMinute - taken));
    },
  };
}
