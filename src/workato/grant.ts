// Who gets the next slot, and when: the decision behind the request budget. Pure.
import type { Purpose } from '../pull/source.js';

/** All purposes, in the order in which they are served where none has waited too long. */
export const purposes: readonly Purpose[] = ['tail', 'reread', 'sweep', 'backfill'];

export type ByPurpose = Readonly<Record<Purpose, number>>;

/** One value for each purpose. */
export function byPurpose<T>(make: (purpose: Purpose) => T): Record<Purpose, T> {
  return {
    tail: make('tail'),
    reread: make('reread'),
    sweep: make('sweep'),
    backfill: make('backfill'),
  };
}

/** Everything that the decision takes into account. Times are monotonic milliseconds. */
export interface Standing {
  now: number;
  perMinute: number;
  /** How long a slot stays taken: 60 s and the margin. */
  windowMs: number;
  /** Slots taken within the window, and when the oldest was; and those of re-reading (`reread` and `sweep`) among them. */
  taken: number;
  oldest: number | undefined;
  rereading: number;
  oldestRereading: number | undefined;
  /** When the last slot was given and how much later the next may be. */
  lastGrantAt: number;
  spacingMs: number;
  /** Nothing is given before this: a 429 said so. */
  closedUntil: number;
  /** When backfill last got a slot. */
  lastBackfillAt: number;
  /** How many wait, and how often each purpose was passed over since its last slot. */
  waiting: ByPurpose;
  passedOver: ByPurpose;
}

export type Decision =
  | { kind: 'grant'; purpose: Purpose }
  | { kind: 'wait'; until: number }
  | { kind: 'nobody waits' };

const MINUTE_MS = 60_000;

/**
 * Decides who goes next. Tails come first. Re-reading takes at most a third while anybody else wants slots; where nobody does, it
 * goes on as long as a third of the minute stays free for who comes next. Whoever was passed over often enough goes before
 * all others, so that backfill, and each other purpose, is sure of a tenth.
 */
export function decideGrant(standing: Standing): Decision {
  const { now, waiting } = standing;
  if (purposes.every((purpose) => waiting[purpose] === 0)) return { kind: 'nobody waits' };
  const opensAt = findOpening(standing);
  if (opensAt > now) return { kind: 'wait', until: opensAt };
  const candidates = findCandidates(standing);
  const next = findOverdue(candidates, standing) ?? candidates[0];
  return next === undefined
    ? { kind: 'wait', until: findRereadingOpening(standing) }
    : { kind: 'grant', purpose: next };
}

/** Purposes that wait and may have a slot now. */
export function findCandidates(standing: Standing): readonly Purpose[] {
  const mayReread = hasRoomForRereading(standing);
  return purposes.filter((purpose) => standing.waiting[purpose] > 0 && (mayReread || !isRereading(purpose)));
}

export function isRereading(purpose: Purpose): boolean {
  return purpose === 'reread' || purpose === 'sweep';
}

/** The earliest moment at which anybody could have a slot. */
function findOpening(standing: Standing): number {
  const { taken, perMinute, oldest, now, windowMs, closedUntil, lastGrantAt, spacingMs } = standing;
  const free = taken < perMinute ? Number.NEGATIVE_INFINITY : (oldest ?? now) + windowMs;
  return Math.max(closedUntil, lastGrantAt + spacingMs, free);
}

function hasRoomForRereading(standing: Standing): boolean {
  const { perMinute, rereading, taken } = standing;
  return isWantedByOthers(standing)
    ? rereading < Math.max(1, Math.floor(perMinute / 3))
    : taken < Math.max(1, Math.ceil((perMinute * 2) / 3));
}

function isWantedByOthers({ waiting, lastBackfillAt, now }: Standing): boolean {
  return waiting.tail > 0 || waiting.backfill > 0 || now - lastBackfillAt < MINUTE_MS;
}

function findRereadingOpening(standing: Standing): number {
  const { now, windowMs, oldest, oldestRereading } = standing;
  return ((isWantedByOthers(standing) ? oldestRereading : oldest) ?? now) + windowMs;
}

/** Two others may be overdue at the same moment: eight and these two keep the promise of one in ten. */
function findOverdue(candidates: readonly Purpose[], standing: Standing): Purpose | undefined {
  const patience = Math.max(2, Math.min(8, standing.perMinute - 2)) - 1;
  const [longest] = [...candidates].sort((a, b) => standing.passedOver[b] - standing.passedOver[a]);
  return longest !== undefined && standing.passedOver[longest] >= patience ? longest : undefined;
}
