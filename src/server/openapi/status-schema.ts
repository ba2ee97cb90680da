// The status as JSON Schema. docs/status.md says what each field means.
import { z } from 'zod';
import type { AlertStatus, FeedStatus, Status, Trouble, WorkspaceStatus } from '../../app/status-shape.js';
import { named } from './schema-registry.js';

const instant = z.string().describe('ISO 8601, UTC.');
const count = z.int().min(0);
const seconds = z.number().describe('Seconds.');

const trouble = named<Trouble>(
  'Trouble',
  z.strictObject({
    code: z.string(),
    message: z.string(),
    hint: z.string().describe('What to do next.'),
    correlation_id: z.string().nullable(),
    http_status: z.int().nullable(),
  }),
);

const workspaceStatus = named<WorkspaceStatus>(
  'WorkspaceStatus',
  z.strictObject({
    name: z.string(),
    base_url: z.string(),
    endpoint: z.string(),
    workspace_ids: z.array(z.string()),
    state: z.string(),
    since: instant.nullable(),
    trouble: trouble.nullable(),
    retry_at: instant.nullable(),
    last_success_at: instant.nullable(),
    last_success_age_seconds: seconds.nullable(),
    phase: z.string(),
    collected_from: instant.nullable(),
    high_water_mark: instant.nullable(),
    newest_event_at: instant.nullable(),
    newest_event_age_seconds: seconds.nullable(),
    last_pull_at: instant.nullable(),
    poll_interval_seconds: seconds.nullable(),
    configured_poll_interval_seconds: seconds.nullable(),
    open_windows: count,
    backfill: z.strictObject({ done: z.number().min(0).max(1), eta_seconds: seconds.nullable() }).nullable(),
    last_sweep: z.strictObject({ finished_at: instant, found: count }).nullable(),
    cursor: z.strictObject({ order: z.string().nullable(), meaning: z.string().nullable() }),
    requests: z.strictObject({ last_minute: count, per_minute: z.number().nullable() }),
    events: z.strictObject({
      received: count,
      stored: count,
      repeated: count,
      revised: count,
      without_id: count,
      without_time: count,
      late: count,
      beyond_lookback: count,
    }),
    lateness: z.array(z.strictObject({ up_to_seconds: seconds.nullable(), count })),
    gaps: z.array(z.strictObject({ from: instant, to: instant, reason: z.string() })),
  }),
);

const feedStatus = named<FeedStatus>(
  'DestinationStatus',
  z.strictObject({
    name: z.string(),
    state: z.string(),
    since: instant.nullable(),
    trouble: trouble.nullable(),
    retry_at: instant.nullable(),
    last_success_at: instant.nullable(),
    position: count,
    waiting: count,
    replaying_to: count.nullable(),
    events: z.strictObject({
      delivered: count,
      filtered: count,
      skipped: count,
      dead_lettered: count,
      replayed: count,
    }),
  }),
);

const alertStatus = named<AlertStatus>(
  'AlertStatus',
  z.strictObject({
    name: z.string(),
    firing: z
      .array(z.strictObject({ kind: z.string(), subject: z.string(), since: instant, told_at: instant }))
      .describe('What was told and is not over.'),
    unsent: count.describe('Messages that could not be sent yet.'),
  }),
);

named<Status>(
  'Status',
  z.strictObject({
    version: z.literal(1),
    now: instant,
    journal: z.strictObject({ path: z.string(), id: z.string(), bytes: count, head: count }),
    collector: z.strictObject({ pid: z.int(), host: z.string(), since: instant }).nullable(),
    retention: z.strictObject({ keep_days: z.number(), held_by: z.string().nullable() }).nullable(),
    workspaces: z.array(workspaceStatus),
    destinations: z.array(feedStatus),
    dead_letters: z.array(
      z.strictObject({ destination: z.string(), position: count, reason: z.string(), at: instant }),
    ),
    alerts: z.array(alertStatus),
  }),
);
