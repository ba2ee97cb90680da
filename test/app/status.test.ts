import { describe, expect, it } from 'vitest';
import { type Health, noteTrouble, noteWaiting, startHealth } from '../../src/app/health.js';
import { measureBackfill } from '../../src/app/progress.js';
import { formatAge, formatBytes } from '../../src/app/quantities.js';
import { keysNeededFrom } from '../../src/app/retention.js';
import { describeStatus, type Snapshot } from '../../src/app/status.js';
import { renderStatus } from '../../src/app/status-text.js';
import type { FeedState, WorkspaceEntry } from '../../src/journal/journal-data.js';
import { CollectorError } from '../../src/platform/errors.js';
import { addSpan, type Cursor, createCursor } from '../../src/pull/cursor.js';

const NOW = Date.UTC(2026, 5, 1, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function cursor(backfillStartTime: number | null = null): Cursor {
  return createCursor({
    fingerprint: 'f',
    backfillStartTime,
    serverTime: NOW - HOUR,
    now: NOW - HOUR,
    lookbackMs: 600_000,
    sweepDueAt: NOW + DAY,
  });
}

const tailing: Cursor = { ...cursor(), lastTail: { finishedAt: NOW - 1000, intervalMs: 30_000 } };

function workspace(changes: Partial<WorkspaceEntry> = {}): WorkspaceEntry {
  return {
    key: 1,
    name: 'acme',
    baseUrl: 'https://www.workato.com',
    endpoint: 'direct',
    workspaceIds: ['7'],
    cursor: tailing,
    health: null,
    counts: {
      received: 12,
      stored: 10,
      repeated: 2,
      revised: 1,
      withoutId: 0,
      withoutTime: 0,
      late: 1,
      beyondLookback: 0,
    },
    newestEventTime: NOW - 2 * HOUR,
    pausedAt: null,
    ...changes,
  };
}

function feed(changes: Partial<FeedState> = {}): FeedState {
  return {
    name: 'archive',
    position: 8,
    open: null,
    resume: null,
    counts: { delivered: 6, filtered: 0, skipped: 1, deadLettered: 1, replayed: 0 },
    health: null,
    replayUntil: 0,
    droppedAt: null,
    ...changes,
  };
}

function snapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    now: NOW,
    journal: { path: '/j.db', id: 'id', bytes: 2_000_000, head: 10 },
    retention: null,
    holder: { pid: 42, host: 'box', since: NOW - DAY },
    workspaces: [
      {
        entry: workspace(),
        lateness: [{ upToMs: 60_000, count: 1 }],
        learnt: { order: 'newest first', cursor: 'exclusive' },
        requests: [NOW - 61_000, NOW - 59_000, NOW],
      },
    ],
    feeds: [feed()],
    deadLetters: [{ feed: 'archive', position: 3, reason: 'too \u001b[31mred', at: NOW }],
    alerts: { names: [], states: {} },
    ...changes,
  };
}

describe('describeStatus', () => {
  it('folds what the journal holds', () => {
    const status = describeStatus(snapshot());
    expect(status).toMatchObject({
      version: 1,
      collector: { pid: 42 },
      workspaces: [
        {
          phase: 'tailing',
          high_water_mark: new Date(NOW - HOUR).toISOString(),
          newest_event_age_seconds: 7200,
          requests: { last_minute: 2 },
          cursor: { order: 'newest first', meaning: 'exclusive' },
          events: { received: 12, stored: 10, repeated: 2 },
          backfill: null,
        },
      ],
      destinations: [{ position: 8, waiting: 2, events: { delivered: 6, dead_lettered: 1 } }],
    });
    expect(JSON.parse(JSON.stringify(status))).toEqual(status);
  });

  it('tells a quiet workspace from a broken one (F2)', () => {
    const quiet = { ...startHealth(NOW - DAY, null), state: 'ok' as const, lastSuccess: NOW - 5000 };
    const error = new CollectorError('UPSTREAM_FAILED', 'down', { hint: 'wait' });
    const broken = noteTrouble({ ...quiet, lastSuccess: NOW - 2 * HOUR }, error, NOW - HOUR, NOW + 30_000);
    const [first, second] = [quiet, broken].map((health) => {
      const [only] = describeStatus(
        snapshot({
          workspaces: [{ entry: workspace({ health }), lateness: [], learnt: null, requests: [] }],
        }),
      ).workspaces;
      return only;
    });
    expect(first).toMatchObject({ state: 'ok', last_success_age_seconds: 5, newest_event_age_seconds: 7200 });
    expect(second).toMatchObject({
      state: 'failing',
      last_success_age_seconds: 7200,
      trouble: { code: 'UPSTREAM_FAILED', hint: 'wait' },
    });
  });

  it('names the destination that holds retention', () => {
    const feeds = [
      feed({ name: 'late', position: 4 }),
      feed({ name: 'gone', position: 1, droppedAt: NOW }),
      feed(),
    ];
    const heldAt = (oldUpTo: number) =>
      describeStatus(snapshot({ feeds, retention: { keepDays: 30, oldUpTo } }));
    expect(heldAt(4).retention).toEqual({ keep_days: 30, held_by: null });
    expect(heldAt(5).retention).toEqual({ keep_days: 30, held_by: 'late' });
    expect(renderStatus(heldAt(5))).toMatch(/retention +30 days; held by destination late/);
    expect(describeStatus(snapshot()).retention).toBeNull();
  });

  it('says that a feed is not configured any more', () => {
    const [dropped] = describeStatus(snapshot({ feeds: [feed({ droppedAt: NOW })] })).destinations;
    expect(dropped).toMatchObject({ state: 'not configured', trouble: null });
  });
});

describe('alerts', () => {
  const told = { since: NOW - HOUR, toldAt: NOW - 60_000, reason: null, goneSince: null };
  const states = {
    'on-call': {
      tracks: {
        'failing workspace acme prod': told,
        'behind destination archive': { ...told, toldAt: null },
      },
      counts: {
        'dead_letters destination archive': { told: 3, toldAt: NOW },
        'dead_letters destination other': { told: 0, toldAt: null },
        'late workspace acme': { told: 9, toldAt: NOW },
      },
      marks: {},
      outbox: {},
    },
    'of another configuration': { tracks: {}, counts: {}, marks: {}, outbox: {} },
  };

  it('tells what was told and is not over, of those that are configured', () => {
    const status = describeStatus(snapshot({ alerts: { names: ['on-call', 'new'], states } }));
    expect(status.alerts).toEqual([
      {
        name: 'on-call',
        firing: [
          {
            kind: 'failing',
            subject: 'workspace acme prod',
            since: new Date(NOW - HOUR).toISOString(),
            told_at: new Date(NOW - 60_000).toISOString(),
          },
          {
            kind: 'dead_letters',
            subject: 'destination archive',
            since: new Date(NOW).toISOString(),
            told_at: new Date(NOW).toISOString(),
          },
        ],
        unsent: 0,
      },
      { name: 'new', firing: [], unsent: 0 },
    ]);
    expect(renderStatus(status)).toMatch(/failing: workspace acme prod, for 1 h; on-call was told 1 min ago/);
  });
});

describe('renderStatus', () => {
  it('fits people, and obeys no control character', () => {
    const text = renderStatus(describeStatus(snapshot()));
    expect(text).toMatch(/running: process 42 on box, since 1 d/);
    expect(text).toMatch(/workspace acme {2}\(https:\/\/www\.workato\.com\)/);
    expect(text).toMatch(/archive +starting +8 +2 +6 +0 +1/);
    expect(text).toContain('too \\u001b[31mred');
  });

  it('shows a poll interval that is stretched, and an exhausted budget', () => {
    const budget = { tokenHash: 'h', perMinute: 6, pollIntervalMs: 10_000 };
    const health = noteWaiting(startHealth(NOW - 5000, null, budget), NOW - 5000);
    const text = renderStatus(
      describeStatus(
        snapshot({
          workspaces: [{ entry: workspace({ health }), lateness: [], learnt: null, requests: [] }],
        }),
      ),
    );
    expect(text).toMatch(/state +waiting for budget for 5 s/);
    expect(text).toMatch(/polls +every 30 s instead of 10 s/);
  });

  it('shows that whole polls have ceased, but not what a collector that has just begun did not do', () => {
    const budget = { tokenHash: 'h', perMinute: 6, pollIntervalMs: 30_000 };
    const health = noteWaiting(startHealth(NOW - 5000, null, budget), NOW - 5000);
    const entry = workspace({
      health,
      cursor: { ...tailing, lastTail: { finishedAt: NOW - HOUR, intervalMs: 30_000 } },
    });
    const begun = (since: number) =>
      renderStatus(
        describeStatus(
          snapshot({
            holder: { pid: 42, host: 'box', since },
            workspaces: [{ entry, lateness: [], learnt: null, requests: [] }],
          }),
        ),
      );
    expect(begun(NOW - DAY)).toMatch(/polls +the last whole one 1 h ago, instead of every 30 s/);
    expect(begun(NOW - 20_000)).not.toMatch(/polls +/);
  });

  it('has words for an empty journal', () => {
    const text = renderStatus(
      describeStatus(snapshot({ workspaces: [], feeds: [], deadLetters: [], holder: null })),
    );
    expect(text).toMatch(/not running/);
    expect(text).toMatch(/No workspace has been contacted yet/);
  });
});

describe('measureBackfill', () => {
  it('is null while none goes on', () => {
    expect(measureBackfill([workspace(), workspace({ cursor: null })], NOW)).toBeNull();
  });

  it('measures the speed of the last while, and never promises more than the budget allows', () => {
    const whole = cursor(NOW - 10 * DAY);
    const rest: Cursor = {
      ...whole,
      spans: whole.spans.map((span) => ({ ...span, to: span.from + (span.to - span.from) / 10 })),
    };
    const entry = (received: number, health: Health | null = null) =>
      workspace({ cursor: rest, counts: { ...workspace().counts, received }, health });
    const remainingMs = measureBackfill([entry(0)], NOW)?.remainingMs ?? 0;
    const slowly = { at: NOW - 100_000, remainingMs: remainingMs * 2 };
    expect(measureBackfill([entry(0)], NOW, slowly)?.etaMs).toBeCloseTo(100_000, -2);
    // 90 pages read, 10 left, 5 a minute: two minutes, however fast the last ones came.
    const fast = { at: NOW - 100, remainingMs: remainingMs * 10 };
    const budgeted = startHealth(NOW, null, { tokenHash: 'h', perMinute: 5 });
    expect(measureBackfill([entry(9000, budgeted)], NOW, fast)?.etaMs).toBeCloseTo(120_000, -2);
    const waiting = noteWaiting(budgeted, NOW - 20_000);
    expect(measureBackfill([entry(9000, waiting)], NOW, fast)?.etaMs).toBeCloseTo(160_000, -2);
    const unknown = { at: NOW, remainingMs: 0 };
    expect(measureBackfill([entry(9000)], NOW, unknown)?.etaMs).toBeNull();
    expect(measureBackfill([entry(9000, budgeted)], NOW, unknown)?.etaMs).toBeCloseTo(120_000, -2);
  });

  it('weighs what is left against what there was, over all workspaces', () => {
    const whole = cursor(NOW - 10 * DAY);
    const half: Cursor = {
      ...whole,
      spans: whole.spans.map((span) => ({ ...span, to: span.from + (span.to - span.from) / 2 })),
    };
    const progress = measureBackfill([workspace({ cursor: half })], NOW);
    expect(progress?.done).toBeCloseTo(0.5);
    expect(progress?.etaMs).toBeCloseTo(HOUR, -2);
    const both = measureBackfill([workspace({ cursor: half }), workspace({ cursor: whole })], NOW);
    expect(both?.done).toBeCloseTo(0.25);
  });
});

describe('keysNeededFrom', () => {
  const reach = { lookbackMs: 600_000, sweepReachMs: 2 * DAY };

  it('reaches behind the mark as far as anything reads again', () => {
    expect(keysNeededFrom([{ entry: { cursor: tailing }, reach }])).toBe(NOW - HOUR - 3 * DAY);
  });

  it('reaches back to the floor while history is read', () => {
    const backfilling = addSpan(
      cursor(NOW - 30 * DAY),
      { from: NOW - 30 * DAY, to: NOW - DAY, kind: 'asked' },
      NOW,
    );
    expect(keysNeededFrom([{ entry: { cursor: backfilling }, reach }])).toBe(NOW - 30 * DAY);
  });

  it('keeps everything before the first contact, and without a workspace', () => {
    expect(keysNeededFrom([{ entry: { cursor: null }, reach }])).toBe(Number.NEGATIVE_INFINITY);
    expect(keysNeededFrom([])).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('quantities', () => {
  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [61, '1 min'],
    [3600, '1 h'],
    [5400, '1 h 30 min'],
    [93_600, '1 d 2 h'],
  ])('%i seconds are %s', (seconds, text) => {
    expect(formatAge(seconds)).toBe(text);
  });

  it('sizes', () => {
    expect([0, 999, 1500, 2_000_000].map(formatBytes)).toEqual(['0 B', '999 B', '1.5 kB', '2.0 MB']);
  });
});
