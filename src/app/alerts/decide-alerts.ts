// Whether something is told now: a pure decision over a status, the time, and what was told before.
import type { AlertKind } from '../../config/alerts-schema.js';
import type { AlertRules } from '../../config/config.js';
import type { Status } from '../status-shape.js';
import type { AlertCount, AlertMessage, AlertState, AlertTrack } from './alert-state.js';
import { type Counted, type Lasting, moveMarks, readCounted, readLasting } from './conditions.js';

/**
 * What is to be told at `now`, and what is to be remembered. Something that lasts is told once it has held for its time without a
 * break, again after each repeat interval, and as recovered once it has been gone for its time; a number when it has grown, at
 * most once a repeat interval. What cannot be known now stays as it was. One message for each subject and kind.
 */
export function decideAlerts(
  before: AlertState,
  status: Status,
  now: number,
  rules: AlertRules,
): { state: AlertState; messages: readonly AlertMessage[] } {
  const marks = moveMarks(before.marks, status, now);
  const messages: AlertMessage[] = [];
  const tracks: Record<string, AlertTrack> = {};
  const counts: Record<string, AlertCount> = {};
  for (const lasting of readLasting(status, marks, rules, now)) {
    if (!rules.on.includes(lasting.kind)) continue;
    const id = idOf(lasting);
    const { track, message } = decideLasting(before.tracks[id], lasting, now, rules);
    if (track) tracks[id] = track;
    if (message) messages.push(message);
  }
  for (const counted of readCounted(status)) {
    if (!rules.on.includes(counted.kind)) continue;
    const id = idOf(counted);
    const { count, message } = decideCounted(before.counts[id], counted, now, rules);
    counts[id] = count;
    if (message) messages.push(message);
  }
  const unsent = Object.entries(before.outbox);
  const outbox = Object.fromEntries([
    ...unsent,
    ...messages.map((message) => [slotOf(message), message] as const),
  ]);
  return { state: { tracks, counts, marks, outbox }, messages };
}

/** Where a message waits to be sent: what a newer one about the same makes out of date. */
export function slotOf({ kind, recovered, subject }: AlertMessage): string {
  return `${recovered ?? kind} ${subject}`;
}

function decideLasting(
  before: AlertTrack | undefined,
  lasting: Lasting,
  now: number,
  rules: AlertRules,
): { track?: AlertTrack | undefined; message?: AlertMessage } {
  const { holds, since, holdMs, reason } = lasting;
  if (holds === null) return { track: before };
  if (!holds) return before === undefined ? {} : decideGone(before, lasting, now, rules);
  const track: AlertTrack = {
    since: Math.min(before?.since ?? since, since, now),
    toldAt: earliest(before?.toldAt ?? null, now),
    reason,
    goneSince: null,
  };
  const isDue =
    track.toldAt === null
      ? now - track.since >= holdMs
      : before?.reason !== reason || now - track.toldAt >= rules.repeatEveryMs;
  if (!isDue)
    return { track: { ...track, reason: track.toldAt === null ? reason : (before?.reason ?? null) } };
  return {
    track: { ...track, toldAt: now },
    message: { ...wordsOf(lasting, now), kind: lasting.kind, since: track.since, reason },
  };
}

/** What has not been told needs no recovery; what has been must stay gone for its time. */
function decideGone(
  before: AlertTrack,
  lasting: Lasting,
  now: number,
  rules: AlertRules,
): { track?: AlertTrack; message?: AlertMessage } {
  if (before.toldAt === null) return {};
  const goneSince = Math.min(before.goneSince ?? now, now);
  if (now - goneSince < lasting.clearMs) return { track: { ...before, goneSince } };
  if (!rules.on.includes('recovered')) return {};
  const words = { ...wordsOf(lasting, now), hint: '', code: null, correlationId: null };
  return { message: { ...words, kind: 'recovered', recovered: lasting.kind, since: before.since } };
}

function decideCounted(
  before: AlertCount | undefined,
  counted: Counted,
  now: number,
  rules: AlertRules,
): { count: AlertCount; message?: AlertMessage } {
  const { count, kind, isOldNews } = counted;
  const told = before?.told ?? (isOldNews ? count : 0);
  const toldAt = earliest(before?.toldAt ?? null, now);
  if (count === 0 && told > 0 && kind === 'dead_letters' && rules.on.includes('recovered')) {
    const words = {
      ...wordsOf(counted, now),
      message: 'All events that it had refused were retried or dropped.',
    };
    return {
      count: { told: 0, toldAt: null },
      message: { ...words, hint: '', kind: 'recovered', recovered: kind, since: toldAt ?? now, count },
    };
  }
  if (count <= told) return { count: { told: count, toldAt } };
  const isTooSoon = toldAt !== null && now - toldAt < rules.repeatEveryMs;
  if (isTooSoon) return { count: { told, toldAt } };
  return {
    count: { told: count, toldAt: now },
    message: { ...wordsOf(counted, now), kind, since: now, count },
  };
}

/** A clock that was set back must not silence an alert until it is there again. */
function earliest(time: number | null, now: number): number | null {
  return time === null ? null : Math.min(time, now);
}

function idOf({ kind, subject }: { kind: AlertKind; subject: string }): string {
  return `${kind} ${subject}`;
}

type Common = Omit<AlertMessage, 'kind' | 'since'>;

function wordsOf(from: Lasting | Counted, now: number): Common {
  const { kind, subject, message, hint, code, correlationId } = from;
  const id = `${kind}/${subject}/${new Date(now).toISOString()}`;
  return {
    id,
    subject,
    message,
    hint,
    code,
    correlationId,
    at: now,
    recovered: null,
    reason: null,
    count: null,
  };
}
