// The shapes of the HTTP face, as the dashboard and other programs see them. Fields are only ever added. Times are ISO 8601 in
// UTC, `…_seconds` are seconds. `Status` is that of `status --json`.
import type { FeedStatus, Status, WorkspaceStatus } from '../app/status-shape.js';

/** `GET /api/session`. */
export interface Session {
  /** Whether this server asks for a login at all: it does not on the loopback interface without a token. */
  login_required: boolean;
  signed_in: boolean;
  /** To be sent back as `x-csrf-token` with every POST. */
  csrf_token: string | null;
  version: string;
  /** Whether *Connect* may write the configuration file. */
  config_writable: boolean;
}

/** `GET /api/status`, and the data of the first event of `GET /api/stream`, `status`, which may come again later. */
export type StatusAnswer = Status;

/**
 * The data of a `change` event of `GET /api/stream`: the members that are not what they were in the event before; of workspaces and
 * destinations those that have changed, by their names. `…_age_seconds` are left out: they follow from `now` and the times.
 */
export interface StatusChange extends Partial<Omit<Status, 'workspaces' | 'destinations'>> {
  now: string;
  workspaces: readonly Changed<WorkspaceStatus>[];
  destinations: readonly Changed<FeedStatus>[];
}

type Changed<Entry extends { name: string }> = Pick<Entry, 'name'> & Partial<Entry>;

/** `GET /api/activity?minutes=60`: events by the minute in which they happened, the last minute unfinished. */
export interface Activity {
  from: string;
  step_seconds: number;
  workspaces: readonly { name: string; counts: readonly number[] }[];
  /** How many events of the journal are not counted yet, because they are still being indexed. */
  unindexed: number;
}

/**
 * What `GET /api/events`, `/api/histogram`, `/api/facets` and `/api/export` may be asked, as query parameters. Each may be
 * repeated but `since`, `until` and `q`; repeated ones are alternatives.
 */
export interface EventQuery {
  /** Event time, `[since, until)`, ISO 8601. */
  since?: string;
  until?: string;
  workspace?: readonly string[];
  type?: readonly string[];
  resource?: readonly string[];
  user?: readonly string[];
  ip?: readonly string[];
  /** Free text: every word must stand somewhere in the record. */
  q?: string;
}

/** One event in a list. Every text in it comes from the record: it is not to be trusted, and shown as text only. */
export interface EventRow {
  position: number;
  /** Event time; null where the record has none that can be read. */
  time: string | null;
  first_seen: string;
  workspace: string;
  type: string | null;
  user: string | null;
  resource_type: string | null;
  resource_name: string | null;
  ip: string | null;
}

/** `GET /api/events?…&limit=100&before=CURSOR&order=time`: newest first by event time, or, with `order=arrival`, by when they were stored. */
export interface EventPage {
  events: readonly EventRow[];
  /** Give it as `before` for the next page; null: there is none. */
  next: string | null;
  /** The journal's end when this was answered. */
  head: number;
  /** How far the search index has come; older events are all in it. */
  indexed: number;
}

/** `GET /api/events/POSITION`. */
export interface EventDetail extends EventRow {
  /** The record as it came. */
  raw: string;
  /** The record in these formats, as JSON text; null where it cannot be expressed. */
  ocsf: string | null;
  ecs: string | null;
  revisions: readonly { seen_at: string; raw: string }[];
}

/** `GET /api/histogram?…&buckets=60`. */
export interface Histogram {
  from: string;
  to: string;
  step_seconds: number;
  counts: readonly number[];
  total: number;
}

/** `GET /api/facets?…`: the commonest values among the events that the query finds, at most 20 each. */
export interface Facets {
  workspace: readonly Facet[];
  type: readonly Facet[];
  resource: readonly Facet[];
  user: readonly Facet[];
  ip: readonly Facet[];
}

export interface Facet {
  value: string;
  count: number;
}

/** `POST /api/connect/test`. */
export interface ConnectTest {
  base_url: string;
  /** Left out: the stored token of `workspace`, which only goes to that workspace's own base URL. */
  token?: string;
  workspace?: string;
  managed_user_id?: string;
}

/** What a test of a connection found. */
export interface ConnectAnswer {
  ok: boolean;
  /** What works, as sentences. */
  says: readonly string[];
  trouble: { code: string; message: string; hint: string; correlation_id: string | null } | null;
  /** The newest events, at most 10. */
  preview: readonly Omit<EventRow, 'position' | 'first_seen' | 'workspace'>[];
}

/** `POST /api/connect/yaml` answers `{ yaml }`; `POST /api/connect/save` writes it and answers `{ saved_to, restart_needed }`. */
export interface ConnectWorkspace {
  name: string;
  base_url: string;
  managed_user_id?: string;
  backfill_start_time?: string;
  /** Only for saving: it goes into a file of mode 0600 beside the configuration, and is never shown again. */
  token?: string;
}

/** `POST /api/actions`: answered with `{ done: string }`, a sentence. Each is recorded in the audit trail. */
export type { Action } from '../app/action.js';

/** `GET /api/audit`: what people and other programs made this collector do, newest first, at most 200. */
export interface AuditTrail {
  entries: readonly AuditEntry[];
}

export interface AuditEntry {
  id: number;
  at: string;
  /** `dashboard`, `api` or `command line`, and from where: `dashboard 127.0.0.1`. */
  actor: string;
  action: string;
  /** The workspace or destination. */
  subject: string;
  detail: string;
  outcome: 'done' | 'refused' | 'failed';
}

/** Every error: status 4xx or 5xx. */
export interface ApiError {
  error: { code: string; message: string; hint: string };
}
