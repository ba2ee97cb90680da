// What `status` says: a pure fold of what the journal holds and what time it is. The shape is stable; scripts read it.
import type { FeedState, Position, StoredDeadLetter, WorkspaceEntry } from '../journal/journal-data.js';
import { describeCursor } from '../pull/progress.js';
import type { parseStates } from './alerts/alert-state.js';
import { describeAlerts } from './alerts/describe-alerts.js';
import { type Health, parseHealth } from './health.js';
import { measureBackfill } from './progress.js';
import type { FeedStatus, Status, Trouble, WorkspaceStatus } from './status-shape.js';

/** Everything that a status is made from, read at one moment. */
export interface Snapshot {
  now: number;
  journal: { path: string; id: string; bytes: number; head: number };
  /** Null: events are kept for ever. `oldUpTo`: everything up to this position is older than that. */
  retention: { keepDays: number; oldUpTo: Position } | null;
  holder: { pid: number; host: string; since: number } | null;
  workspaces: readonly WorkspaceSnapshot[];
  feeds: readonly FeedState[];
  /** The newest ones. */
  deadLetters: readonly StoredDeadLetter[];
  /** The names of those that are configured, and what is remembered of each. */
  alerts: { names: readonly string[]; states: ReturnType<typeof parseStates> };
}

export interface WorkspaceSnapshot {
  entry: WorkspaceEntry;
  lateness: readonly { upToMs: number | null; count: number }[];
  /** What is known of its endpoint's cursor. */
  learnt: { order: string | null; cursor: string } | null;
  /** When requests were sent with its token in the last minute. */
  requests: readonly number[];
}

/** The status at `snapshot.now`. */
export function describeStatus(snapshot: Snapshot): Status {
  const { journal, holder, now } = snapshot;
  return {
    version: 1,
    now: instant(now),
    journal: { path: journal.path, id: journal.id, bytes: journal.bytes, head: journal.head },
    collector: holder && { pid: holder.pid, host: holder.host, since: instant(holder.since) },
    retention: snapshot.retention && {
      keep_days: snapshot.retention.keepDays,
      held_by: findHolder(snapshot.feeds, snapshot.retention.oldUpTo),
    },
    workspaces: snapshot.workspaces.map((workspace) => describeWorkspace(workspace, now)),
    destinations: snapshot.feeds.map((feed) => describeFeed(feed, journal.head)),
    dead_letters: snapshot.deadLetters.map((letter) => ({
      destination: letter.feed,
      position: letter.position,
      reason: letter.reason,
      at: instant(letter.at),
    })),
    alerts: describeAlerts(snapshot.alerts.names, snapshot.alerts.states),
  };
}

function describeWorkspace(
  { entry, lateness, learnt, requests }: WorkspaceSnapshot,
  now: number,
): WorkspaceStatus {
  const health = parseHealth(entry.health);
  const pull = describeCursor(entry.cursor);
  const backfill = measureBackfill([entry], now);
  return {
    name: entry.name,
    base_url: entry.baseUrl,
    endpoint: entry.endpoint,
    workspace_ids: entry.workspaceIds,
    state: health?.state ?? 'starting',
    since: optionalInstant(health?.since),
    trouble: describeTrouble(health),
    retry_at: optionalInstant(health?.retryAt),
    last_success_at: optionalInstant(health?.lastSuccess),
    last_success_age_seconds: age(health?.lastSuccess, now),
    phase: pull.phase,
    collected_from: optionalInstant(pull.floor),
    high_water_mark: optionalInstant(pull.mark),
    newest_event_at: optionalInstant(entry.newestEventTime),
    newest_event_age_seconds: age(entry.newestEventTime, now),
    last_pull_at: optionalInstant(pull.lastFinishedTail),
    poll_interval_seconds: toSeconds(pull.pollIntervalMs),
    configured_poll_interval_seconds: toSeconds(health?.budget?.pollIntervalMs ?? null),
    open_windows: pull.openWindows,
    backfill: backfill && {
      done: Math.round(backfill.done * 1000) / 1000,
      eta_seconds: backfill.etaMs === null ? null : Math.round(backfill.etaMs / 1000),
    },
    last_sweep: pull.lastSweep && {
      finished_at: instant(pull.lastSweep.finishedAt),
      found: pull.lastSweep.found,
    },
    cursor: { order: learnt?.order ?? null, meaning: learnt?.cursor ?? null },
    requests: {
      last_minute: requests.filter((time) => time > now - 60_000).length,
      per_minute: health?.budget?.perMinute ?? null,
    },
    events: {
      received: entry.counts.received,
      stored: entry.counts.stored,
      repeated: entry.counts.repeated,
      revised: entry.counts.revised,
      without_id: entry.counts.withoutId,
      without_time: entry.counts.withoutTime,
      late: entry.counts.late,
      beyond_lookback: entry.counts.beyondLookback,
    },
    lateness: lateness.map(({ upToMs, count }) => ({
      up_to_seconds: upToMs === null ? null : upToMs / 1000,
      count,
    })),
    gaps: pull.gaps.map((gap) => ({ from: instant(gap.from), to: instant(gap.to), reason: gap.reason })),
  };
}

function describeFeed(feed: FeedState, head: number): FeedStatus {
  const health = parseHealth(feed.health);
  return {
    name: feed.name,
    state: feed.droppedAt === null ? (health?.state ?? 'starting') : 'not configured',
    since: optionalInstant(feed.droppedAt ?? health?.since),
    trouble: feed.droppedAt === null ? describeTrouble(health) : null,
    retry_at: optionalInstant(health?.retryAt),
    last_success_at: optionalInstant(health?.lastSuccess),
    position: feed.position,
    waiting: Math.max(0, head - feed.position),
    replaying_to: feed.replayUntil > feed.position ? feed.replayUntil : null,
    events: {
      delivered: feed.counts.delivered,
      filtered: feed.counts.filtered,
      skipped: feed.counts.skipped,
      dead_lettered: feed.counts.deadLettered,
      replayed: feed.counts.replayed,
    },
  };
}

/** The slowest feed in use that has still to take events up to `oldUpTo`. */
function findHolder(feeds: readonly FeedState[], oldUpTo: Position): string | null {
  const behind = feeds.filter(({ droppedAt, position }) => droppedAt === null && position < oldUpTo);
  return behind.toSorted((a, b) => a.position - b.position)[0]?.name ?? null;
}

function describeTrouble(health: Health | null): Trouble | null {
  const trouble = health?.trouble;
  if (!trouble) return null;
  return {
    code: trouble.code,
    message: trouble.message,
    hint: trouble.hint,
    correlation_id: trouble.correlationId,
    http_status: trouble.status,
  };
}

function instant(time: number): string {
  return new Date(time).toISOString();
}

function optionalInstant(time: number | null | undefined): string | null {
  return time === null || time === undefined || !Number.isFinite(time) ? null : instant(time);
}

function toSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

function age(time: number | null | undefined, now: number): number | null {
  return time === null || time === undefined ? null : Math.max(0, Math.round((now - time) / 1000));
}
