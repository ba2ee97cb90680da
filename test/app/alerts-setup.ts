// A time line for alerts: a status that stands as it is told to, looked at over and over, as a collector does.
import {
  type AlertMessage,
  type AlertState,
  NOTHING_TOLD,
  parseStates,
} from '../../src/app/alerts/alert-state.js';
import { decideAlerts } from '../../src/app/alerts/decide-alerts.js';
import type { FeedStatus, Status, Trouble, WorkspaceStatus } from '../../src/app/status-shape.js';
import { ALERT_KINDS } from '../../src/config/alerts-schema.js';
import type { AlertRules } from '../../src/config/config.js';

export const T0 = Date.UTC(2026, 0, 1);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

const RULES: AlertRules = {
  on: ALERT_KINDS,
  failingAfterMs: 2 * MINUTE,
  noDataAfterMs: 6 * HOUR,
  behindAfterMs: 15 * MINUTE,
  repeatEveryMs: 4 * HOUR,
};

export const REFUSED: Trouble = {
  code: 'AUTHENTICATION_FAILED',
  message: 'Workato refuses the token.',
  hint: 'Make a new one.',
  correlation_id: 'c-1',
  http_status: 401,
};

export type World = Partial<Omit<WorkspaceStatus, 'events'>> & {
  beyondLookback?: number;
  head?: number;
  feed?: Partial<Omit<FeedStatus, 'events'>> & { deadLettered?: number };
};

/** `at`, `in ms from T0`: iso text. */
export function at(ms: number): string {
  return new Date(T0 + ms).toISOString();
}

/** Looks at what `worldAt` says, every `stepMs`, and returns what was told as `minute kind subject`. */
export function createTimeline(rules: Partial<AlertRules> = {}) {
  let state: AlertState = NOTHING_TOLD;
  let now = 0;
  const told: string[] = [];
  const messages: AlertMessage[] = [];
  return {
    told,
    messages,
    get state() {
      return state;
    },
    /** Looks every `stepMs` (10 s) while `world` stands so, for `ms`. */
    pass(ms: number, world: World | ((now: number) => World), stepMs = 10_000): void {
      for (const end = now + ms; now < end; now += stepMs) {
        const current = typeof world === 'function' ? world(now) : world;
        const decided = decideAlerts(state, makeStatus(current, now), T0 + now, { ...RULES, ...rules });
        state = decided.state;
        for (const message of decided.messages) {
          messages.push(message);
          const kind = message.recovered ? `recovered from ${message.recovered}` : message.kind;
          told.push(`${now / MINUTE} min: ${kind}, ${message.subject}`);
        }
      }
    },
    /** What the journal keeps, read back by another process. */
    restart(downMs = 0): void {
      const read = parseStates(JSON.parse(JSON.stringify({ 'on-call': state })))['on-call'];
      if (!read) throw new Error('the state cannot be read back');
      state = read;
      now += downMs;
    },
  };
}

function makeStatus({ beyondLookback = 0, head = 100, feed = {}, ...workspace }: World, now: number): Status {
  const fresh = at(now);
  const { deadLettered = 0, ...feedFields } = feed;
  const counts = { received: 0, stored: 0, repeated: 0, revised: 0, without_id: 0, without_time: 0, late: 0 };
  return {
    version: 1,
    now: fresh,
    journal: { path: 'journal.db', id: 'journal-1', bytes: 1, head },
    collector: null,
    retention: null,
    alerts: [],
    dead_letters:
      deadLettered === 0 ? [] : [{ destination: 'archive', position: 9, reason: 'too long', at: fresh }],
    workspaces: [
      {
        name: 'acme',
        base_url: 'https://www.workato.com',
        endpoint: 'direct',
        workspace_ids: [],
        state: workspace.trouble ? 'token refused' : 'ok',
        since: at(0),
        trouble: null,
        retry_at: null,
        last_success_at: fresh,
        last_success_age_seconds: 0,
        phase: 'tailing',
        collected_from: at(0),
        high_water_mark: fresh,
        newest_event_at: fresh,
        newest_event_age_seconds: 0,
        last_pull_at: fresh,
        poll_interval_seconds: 30,
        configured_poll_interval_seconds: 30,
        open_windows: 1,
        backfill: null,
        last_sweep: null,
        cursor: { order: null, meaning: null },
        requests: { last_minute: 0, per_minute: 60 },
        events: { ...counts, beyond_lookback: beyondLookback },
        lateness: [],
        gaps: [],
        ...workspace,
      },
    ],
    destinations: [
      {
        name: 'archive',
        state: 'ok',
        since: at(0),
        trouble: null,
        retry_at: null,
        last_success_at: fresh,
        position: head,
        waiting: head - (feedFields.position ?? head),
        replaying_to: null,
        events: { delivered: 0, filtered: 0, skipped: 0, dead_lettered: deadLettered, replayed: 0 },
        ...feedFields,
      },
    ],
  };
}
