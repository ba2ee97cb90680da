import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Status, WorkspaceStatus } from '../../src/app/status-shape.js';
import { applyChange } from '../../src/dashboard/apply-change.js';
import { changeOf } from '../../src/server/status-change.js';
import { makeFeed, makeHealthyStatus, makeWorkspace } from '../dashboard/fixture/make-status.js';

const NOW = Date.UTC(2026, 0, 31);
const ageAt = (at: string | null, now: number) =>
  at === null ? null : Math.max(0, Math.round((now - Date.parse(at)) / 1000));

/** A status at `now`, its ages as the collector works them out. */
function statusAt(now: number, workspaces: readonly Partial<WorkspaceStatus>[], rest: Partial<Status> = {}) {
  const made = workspaces.map((given) => {
    const workspace = makeWorkspace(NOW, given);
    return {
      ...workspace,
      last_success_age_seconds: ageAt(workspace.last_success_at, now),
      newest_event_age_seconds: ageAt(workspace.newest_event_at, now),
    };
  });
  const of = { workspaces: made, ...rest, now: new Date(now).toISOString() };
  return { ...makeHealthyStatus(NOW, 1000), ...of };
}

/** What a page makes of `after` when it has `before`, over the wire. */
function lead(before: Status, after: Status): Status | null {
  const change = changeOf(before, after);
  return change && applyChange(before, JSON.parse(JSON.stringify(change)));
}

describe('a change', () => {
  test('leads a page from one status to the next, whatever it is that changes', () => {
    const when = fc.option(
      fc.integer({ min: NOW - 1e6, max: NOW }).map((time) => new Date(time).toISOString()),
    );
    const workspace = fc.record(
      {
        state: fc.constantFrom('ok', 'failing'),
        since: when,
        last_success_at: when,
        newest_event_at: when,
        trouble: fc.option(
          fc.record({
            code: fc.constant('RATE_LIMITED'),
            message: fc.string(),
            hint: fc.string(),
            correlation_id: fc.constant(null),
            http_status: fc.constant(429),
          }),
        ),
        gaps: fc.array(fc.record({ from: fc.constant('a'), to: fc.constant('b'), reason: fc.string() })),
        requests: fc.record({ last_minute: fc.nat(60), per_minute: fc.option(fc.nat(60)) }),
      },
      { requiredKeys: [] },
    );
    const moment = fc.record({
      workspaces: fc
        .tuple(workspace, workspace)
        .map((both) => both.map((of, at) => ({ ...of, name: `${at}` }))),
      rest: fc.record(
        {
          journal: fc.record({
            path: fc.constant('j'),
            id: fc.constant('i'),
            bytes: fc.nat(),
            head: fc.nat(),
          }),
          collector: fc.constant(null),
          destinations: fc
            .record({ position: fc.nat(), waiting: fc.nat() })
            .map((of) => [makeFeed(1000, NOW, of)]),
        },
        { requiredKeys: ['destinations'] },
      ),
      laterMs: fc.nat(100_000),
    });
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const before = statusAt(NOW, one.workspaces, one.rest);
        const after = statusAt(NOW + other.laterMs, other.workspaces, other.rest);
        expect(lead(before, after)).toEqual(after);
      }),
    );
  });

  test('says nothing of what stays as it is, ages included', () => {
    const workspaces = Array.from({ length: 500 }, (_, at) => ({ name: `workspace ${at}` }));
    const before = statusAt(NOW, workspaces);
    const after = statusAt(NOW + 1000, [{ name: 'workspace 0', state: 'failing' }, ...workspaces.slice(1)]);
    expect(changeOf(before, after)).toEqual({
      now: after.now,
      workspaces: [{ name: 'workspace 0', state: 'failing' }],
      destinations: [],
    });
    expect(lead(before, after)).toEqual(after);
  });

  test('cannot say that a workspace or a destination came, went or changed its place', () => {
    const [one, other] = [{ name: 'one' }, { name: 'other' }];
    const before = statusAt(NOW, [one, other]);
    expect(changeOf(before, statusAt(NOW, [one]))).toBeNull();
    expect(changeOf(before, statusAt(NOW, [other, one]))).toBeNull();
    expect(changeOf(before, { ...before, destinations: [] })).toBeNull();
  });
});
