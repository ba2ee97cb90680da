// How a workspace or a feed is doing, as plain data that outlives the process. Pure: a health, what happened, and now.
import { z } from 'zod';
import type { CollectorError, ErrorCode } from '../platform/errors.js';

/** In one word or two, for people and for monitoring. */
const HealthState = z.enum([
  'starting',
  'ok',
  'waiting for budget',
  'rate limited',
  'unreachable',
  'failing',
  'token refused',
  'forbidden',
  'misconfigured',
  'paused',
  'stopped',
]);

const Trouble = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  correlationId: z.string().nullable(),
  status: z.number().nullable(),
});

/** What the collector last knew. Times are epoch milliseconds. */
export const Health = z.object({
  state: HealthState,
  /** When it came into this state. */
  since: z.number(),
  /** The last answered page, or the last acknowledged batch. */
  lastSuccess: z.number().nullable(),
  trouble: Trouble.nullable(),
  /** When it is tried again, where it is waiting for that. */
  retryAt: z.number().nullable(),
  /** Of a workspace: under which salted hash its requests are remembered, how many a minute it may make, and how often it polls. */
  budget: z
    .object({ tokenHash: z.string(), perMinute: z.number(), pollIntervalMs: z.number().optional() })
    .optional(),
});

export type Budget = NonNullable<Health['budget']>;
export type Health = z.infer<typeof Health>;
export type HealthState = z.infer<typeof HealthState>;

const STATE_OF: Readonly<Record<ErrorCode, HealthState>> = {
  CONFIG_INVALID: 'misconfigured',
  AUTHENTICATION_FAILED: 'token refused',
  PERMISSION_DENIED: 'forbidden',
  RATE_LIMITED: 'rate limited',
  BASE_URL_UNREACHABLE: 'unreachable',
  UPSTREAM_FAILED: 'failing',
  UNEXPECTED_RESPONSE: 'failing',
  JOURNAL_LOCKED: 'failing',
  JOURNAL_CORRUPT: 'failing',
  DESTINATION_UNAVAILABLE: 'unreachable',
  DESTINATION_REFUSED: 'failing',
  ABORTED: 'stopped',
};

/** Nothing is known of this run yet; the last success of an `earlier` one still counts. */
export function startHealth(now: number, earlier: Health | null, budget?: Budget): Health {
  return {
    state: 'starting',
    since: now,
    lastSuccess: earlier?.lastSuccess ?? null,
    trouble: null,
    retryAt: null,
    budget,
  };
}

/**
 * `health` after something went well. Before the time that a 429 named, an answer only belongs to a request from before it: the
 * trouble stays.
 */
export function noteSuccess(health: Health, now: number): Health {
  const isStillRefused = health.state === 'rate limited' && health.retryAt !== null && now < health.retryAt;
  if (isStillRefused) return { ...health, lastSuccess: now };
  return { ...noteIdle(health, now), lastSuccess: now };
}

/** `health` after there was nothing to do. */
export function noteIdle(health: Health, now: number): Health {
  const since = health.state === 'ok' ? health.since : now;
  return { ...health, state: 'ok', since, trouble: null, retryAt: null };
}

/** `health` while nothing is wrong but no request may be made. */
export function noteWaiting(health: Health, now: number): Health {
  const state = 'waiting for budget';
  return { ...health, state, since: health.state === state ? health.since : now };
}

/** `health` while pulling is paused by order; what was wrong before may not be any more. */
export function notePaused(health: Health, now: number): Health {
  const since = health.state === 'paused' ? health.since : now;
  return { ...health, state: 'paused', since, trouble: null, retryAt: null };
}

/** `health` after `error`, which is tried again at `retryAt`; null: nobody knows when. */
export function noteTrouble(
  health: Health,
  error: CollectorError,
  now: number,
  retryAt: number | null,
): Health {
  const state = STATE_OF[error.code];
  return {
    ...health,
    state,
    since: health.state === state ? health.since : now,
    trouble: {
      code: error.code,
      message: error.message,
      hint: error.hint,
      correlationId: error.correlationId ?? null,
      status: error.status ?? null,
    },
    retryAt,
  };
}

/** A health read back from the journal; null where there is none, or another version wrote it. */
export function parseHealth(json: unknown): Health | null {
  return Health.safeParse(json).data ?? null;
}
