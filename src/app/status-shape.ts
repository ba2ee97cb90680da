// The shape of `status --json`. Fields are only ever added. Times are ISO 8601 in UTC.

export interface Status {
  version: 1;
  now: string;
  journal: { path: string; id: string; bytes: number; head: number };
  /** Who collects into the journal at this moment; null: nobody. */
  collector: { pid: number; host: string; since: string } | null;
  /** Null: events are kept for ever. `held_by`: the destination that has not taken older events yet, so that they stay. */
  retention: { keep_days: number; held_by: string | null } | null;
  workspaces: readonly WorkspaceStatus[];
  destinations: readonly FeedStatus[];
  /** The newest events that a destination refused for good. */
  dead_letters: readonly { destination: string; position: number; reason: string; at: string }[];
  /** Who is told when something is wrong, as configured; empty: nobody. */
  alerts: readonly AlertStatus[];
}

export interface AlertStatus {
  name: string;
  /** What was told and is not over: the longest first. */
  firing: readonly {
    /** failing, no_data, behind or dead_letters. */
    kind: string;
    /** `workspace acme-prod` or `destination archive`. */
    subject: string;
    since: string;
    /** When it was told last. */
    told_at: string;
  }[];
  /** Messages that could not be sent yet. */
  unsent: number;
}

export interface Trouble {
  code: string;
  message: string;
  /** What to do next. */
  hint: string;
  correlation_id: string | null;
  http_status: number | null;
}

export interface WorkspaceStatus {
  name: string;
  base_url: string;
  /** `direct`, or the managed user's id. */
  endpoint: string;
  workspace_ids: readonly string[];
  /** starting, ok, waiting for budget, rate limited, unreachable, failing, token refused, forbidden, misconfigured or stopped. */
  state: string;
  since: string | null;
  trouble: Trouble | null;
  retry_at: string | null;
  /** When Workato last answered, with or without events. */
  last_success_at: string | null;
  last_success_age_seconds: number | null;
  /** new, backfilling, catching up or tailing. */
  phase: string;
  collected_from: string | null;
  high_water_mark: string | null;
  newest_event_at: string | null;
  newest_event_age_seconds: number | null;
  last_pull_at: string | null;
  /** Between the last two pulls, as it was, and as configured: the budget may stretch it. */
  poll_interval_seconds: number | null;
  configured_poll_interval_seconds: number | null;
  open_windows: number;
  /** `done` lies between 0 and 1. */
  backfill: { done: number; eta_seconds: number | null } | null;
  /** `found`: events that only the sweep had found. */
  last_sweep: { finished_at: string; found: number } | null;
  /** What Workato's undocumented paging was found to be. */
  cursor: { order: string | null; meaning: string | null };
  requests: { last_minute: number; per_minute: number | null };
  /** received = stored + repeated. */
  events: {
    received: number;
    stored: number;
    repeated: number;
    revised: number;
    without_id: number;
    without_time: number;
    late: number;
    beyond_lookback: number;
  };
  lateness: readonly { up_to_seconds: number | null; count: number }[];
  gaps: readonly { from: string; to: string; reason: string }[];
}

export interface FeedStatus {
  name: string;
  /** As for a workspace, or `not configured`. */
  state: string;
  since: string | null;
  trouble: Trouble | null;
  retry_at: string | null;
  last_success_at: string | null;
  position: number;
  /** Events that it has still to take. */
  waiting: number;
  replaying_to: number | null;
  /** position = delivered + filtered + skipped + dead_lettered, unless a replay is under way. */
  events: { delivered: number; filtered: number; skipped: number; dead_lettered: number; replayed: number };
}
