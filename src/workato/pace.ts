// How carefully requests are sent: after a 429 with more room between minutes and at a lower speed, for a while. Pure.

/** What the last refusals have left behind. */
export interface Pace {
  /** Room that was added to the minute at the last refusal, and when that was. */
  readonly marginMs: number;
  readonly refusedAt: number;
  /** Share of the speed that is used until `slowUntil`; from then on it doubles every minute up to 1. */
  readonly speed: number;
  readonly slowUntil: number;
}

const MINUTE_MS = 60_000;
const MARGIN_HALVES_EVERY_MS = 10 * MINUTE_MS;
const MOST_MARGIN_MS = 5000;
const LEAST_SPEED = 1 / 8;

/** No refusal yet. */
export const calm: Pace = {
  marginMs: 0,
  refusedAt: 0,
  speed: 1,
  slowUntil: Number.NEGATIVE_INFINITY,
};

/** The pace after a 429 that arrived at `now` and lets requests go on at `resumesAt`: margin doubled, speed halved. */
export function slowPace(pace: Pace, now: number, resumesAt: number, leastMarginMs: number): Pace {
  return {
    marginMs: Math.min(Math.max(MOST_MARGIN_MS, leastMarginMs), 2 * marginAt(pace, now, leastMarginMs)),
    refusedAt: now,
    speed: Math.max(LEAST_SPEED, speedAt(pace, now) / 2),
    slowUntil: resumesAt + MINUTE_MS,
  };
}

/** Milliseconds that a slot stays taken beyond 60 seconds; it halves every ten minutes down to `leastMs`. */
export function marginAt(pace: Pace, now: number, leastMs: number): number {
  const halvings = Math.floor(Math.max(0, now - pace.refusedAt) / MARGIN_HALVES_EVERY_MS);
  return Math.max(leastMs, pace.marginMs / 2 ** halvings);
}

/** Share of the full speed, 1 where nothing holds it down. */
export function speedAt(pace: Pace, now: number): number {
  if (now < pace.slowUntil) return pace.speed;
  return Math.min(1, pace.speed * 2 ** (1 + Math.floor((now - pace.slowUntil) / MINUTE_MS)));
}

/** Milliseconds between two requests: 0 at full speed, where bursts are right; evenly spread otherwise. */
export function spacingAt(pace: Pace, now: number, perMinute: number): number {
  const speed = speedAt(pace, now);
  return speed >= 1 ? 0 : Math.min(MINUTE_MS, MINUTE_MS / (perMinute * speed));
}
