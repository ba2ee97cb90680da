// What hurt users of comparable collectors, by the number of the case.
import { describe, expect, test } from 'vitest';
import { CollectorError } from '../../src/platform/errors.js';
import { describeCursor } from '../../src/pull/progress.js';
import { orderBackfill, pull } from '../../src/pull/pull.js';
import type { TrueEvent } from '../support/model-workato.js';
import { DAY, HOUR, history, MINUTE, SECOND, START, setUpPull } from '../support/pull-bench.js';

const BACKFILL = { backfillStartTime: START - 30 * DAY };
const COMPLETE = { lost: [], twice: 0 };

function ties(count: number, time: number, firstId = 3_000_001): TrueEvent[] {
  return Array.from({ length: count }, (_, index) => ({ id: firstId + index, time, visibleAt: 0 }));
}

describe.each(['newest first', 'oldest first'] as const)('%s', (order) => {
  const behaviour = { order };

  test('A1: 250 events in one second, with a restart between polls', async () => {
    const bench = setUpPull([...history(30, START - HOUR), ...ties(250, START - 20 * MINUTE)], {
      behaviour,
      settings: BACKFILL,
    });
    await bench.pull(1);
    await bench.pull();
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('A1: 250 live events in one second of a workspace that was empty', async () => {
    const bench = setUpPull([], { behaviour });
    await bench.pull();
    await bench.clock.advance(MINUTE);
    bench.workato.truth.push(...ties(250, bench.clock.now()));
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('A2: an event in the very second of the newest one, after the poll', async () => {
    const bench = setUpPull(history(50), { behaviour, settings: BACKFILL });
    await bench.pull();
    bench.workato.truth.push({ id: 9_000_001, time: START - MINUTE, visibleAt: 0 });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test.each([
    ['a second less than the lookback', 10 * MINUTE - SECOND, true],
    ['just the lookback', 10 * MINUTE, true],
    ['a minute more than the lookback', 11 * MINUTE, false],
  ])('A4: an event that is late by %s', async (_name, lateMs, inTime) => {
    const bench = setUpPull(history(20), { behaviour, settings: BACKFILL });
    await bench.pull();
    await bench.clock.advance(HOUR);
    const now = bench.clock.now();
    bench.workato.truth.push({ id: 8_000_001, time: now, visibleAt: now });
    await bench.pull();
    bench.workato.truth.push({ id: 8_000_000, time: now - lateMs, visibleAt: now });
    await bench.pull();
    expect(bench.compare().lost).toEqual(inTime ? [] : [8_000_000]);
    await bench.clock.advance(6 * HOUR);
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
    expect(bench.journal.ledger).toMatchObject({ late: 1, beyondLookback: inTime ? 0 : 1 });
    expect(describeCursor(bench.journal.cursor()).lastSweep).toMatchObject({ found: inTime ? 0 : 1 });
  });

  test('A5: an error at each page in turn, then recovery', async () => {
    for (let page = 1; page <= 12; page += 1) {
      const bench = setUpPull(history(700), {
        behaviour,
        settings: { ...BACKFILL, giveUpAfterMs: 10 * SECOND },
      });
      bench.workato.fault = (request) => {
        if (request >= page && request < page + 40) throw new CollectorError('UPSTREAM_FAILED', 'down');
      };
      await expect(bench.pull()).rejects.toMatchObject({ code: 'UPSTREAM_FAILED' });
      bench.workato.fault = () => {};
      await bench.pull();
      expect(bench.compare(), `broken at request ${page}`).toEqual(COMPLETE);
    }
  });

  test('A6: events arrive while their window is read', async () => {
    const bench = setUpPull(history(600, START - SECOND, SECOND), {
      behaviour,
      settings: BACKFILL,
      latencyMs: 700,
    });
    bench.workato.fault = (request) => {
      const time = bench.clock.now();
      bench.workato.truth.push({ id: 7_000_000 + request, time, visibleAt: 0 });
    };
    await bench.pull();
    bench.workato.fault = () => {};
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test.each([0, 100, 200])(
    'A11: %i events cost no more than a page more; then an idle pull is one request',
    async (count) => {
      const bench = setUpPull(history(count, START - HOUR), { behaviour, settings: BACKFILL });
      await bench.pull();
      const windows = describeWindows(bench.journal.cursor());
      const calibration = 4;
      expect(bench.workato.queries.length).toBeLessThanOrEqual(count / 100 + windows + calibration + 1);
      expect(await bench.pull()).toBe(1);
    },
  );

  test('A12: short pages in the middle', async () => {
    const bench = setUpPull(history(900), { behaviour: { order, shortPageEvery: 2 }, settings: BACKFILL });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('A14: the server shows 25 records a page', async () => {
    const bench = setUpPull(history(900), { behaviour: { order, pageLimit: 25 }, settings: BACKFILL });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });

  test('A22: records without a readable time are kept and move nothing', async () => {
    const strange = history(300).map((event, index) =>
      index % 7 === 0 ? { ...event, timestamp: 'soon' } : event,
    );
    const bench = setUpPull(strange, { behaviour, settings: BACKFILL });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
    const all = setUpPull(
      history(300).map((event) => ({ ...event, timestamp: null })),
      { behaviour, settings: BACKFILL },
    );
    await all.pull();
    expect(all.compare()).toEqual(COMPLETE);
    expect(describeCursor(all.journal.cursor()).mark).toBe(START);
  });

  test('events from the future are kept, and the mark does not follow them', async () => {
    const bench = setUpPull(history(40), { behaviour, settings: BACKFILL });
    await bench.pull();
    bench.workato.truth.push({ id: 9_000_000, time: START + 400 * DAY, visibleAt: 0 });
    await bench.pull();
    await bench.clock.advance(HOUR);
    bench.workato.truth.push({ id: 9_000_001, time: bench.clock.now(), visibleAt: 0 });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
    expect(describeCursor(bench.journal.cursor()).mark).toBe(START + HOUR);
  });

  test('a tail that has seen only events of the future is finished, and what came since is read in the same pull', async () => {
    const bench = setUpPull([], { behaviour, settings: { ...BACKFILL, giveUpAfterMs: 5 * SECOND } });
    await bench.pull();
    bench.workato.truth.push(
      ...ties(130, START + 400 * DAY).map((event) => ({ ...event, time: event.time + event.id * SECOND })),
    );
    const broken = bench.workato.queries.length + 2;
    bench.workato.fault = (request) => {
      if (request >= broken) throw new CollectorError('UPSTREAM_FAILED', 'down');
    };
    await expect(bench.pull()).rejects.toMatchObject({ code: 'UPSTREAM_FAILED' });
    bench.workato.fault = () => {};
    await bench.clock.advance(MINUTE);
    bench.workato.truth.push({ id: 2_000_000, time: bench.clock.now(), visibleAt: 0 });
    await bench.pull();
    expect(bench.journal.keys).toContain('2000000');
  });

  test('C13, C15: after thirty days down, new events do not wait for what was missed', async () => {
    const bench = setUpPull(history(20), { behaviour, settings: BACKFILL, latencyMs: 1000 });
    await bench.pull();
    await bench.clock.advance(30 * DAY);
    bench.workato.truth.push(...history(40_000, bench.clock.now() - MINUTE, MINUTE, 5_000_000));
    await bench.pull(30 * SECOND);
    const newest = bench.workato.truth.at(-1)?.id;
    expect(bench.journal.keys).toContain(String(newest));
    expect(bench.compare().lost.length).toBeGreaterThan(10_000);
    const requests = await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
    expect(requests).toBeLessThan(500);
  });

  test('a page that never answers starves only its own window', async () => {
    const bench = setUpPull(history(20), { behaviour, settings: { ...BACKFILL, giveUpAfterMs: 5 * SECOND } });
    await bench.pull();
    await bench.clock.advance(40 * MINUTE);
    bench.workato.truth.push(...history(350, bench.clock.now() - SECOND, SECOND, 5_000_000));
    const broken = bench.workato.queries.length + 3;
    let poisoned: string | undefined;
    bench.workato.fault = (request) => {
      const after = bench.workato.queries[request - 1]?.after;
      if (request === broken) poisoned = after;
      if (request >= broken && after === poisoned)
        throw new CollectorError('UPSTREAM_FAILED', 'this page only');
    };
    await expect(bench.pull()).rejects.toMatchObject({ code: 'UPSTREAM_FAILED' });
    await bench.clock.advance(MINUTE);
    bench.workato.truth.push({ id: 6_000_000, time: bench.clock.now(), visibleAt: 0 });
    await bench.pull().catch(() => {});
    await bench.pull().catch(() => {});
    expect(bench.journal.keys).toContain('6000000');
    bench.workato.fault = () => {};
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  });
});

test('A9: a server that ignores the cursor is read by narrowing in time', async () => {
  const bench = setUpPull(history(1000), { behaviour: { cursor: 'ignored' }, settings: BACKFILL });
  await bench.pull();
  expect(bench.compare()).toEqual(COMPLETE);
});

test('A9: more events in a second than can be reached are an error and no loop, and the cursor stays', async () => {
  const bench = setUpPull([...history(10, START - 2 * HOUR), ...ties(250, START - HOUR)], {
    behaviour: { cursor: 'ignored' },
    settings: BACKFILL,
  });
  await expect(bench.pull()).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' });
  expect(bench.workato.queries.length).toBeLessThan(25);
  expect(describeCursor(bench.journal.cursor()).openWindows).toBeGreaterThan(0);
});

test('a server that changes its mind about the cursor is found out', async () => {
  for (const later of ['ignored', 'alternating', 'inclusive'] as const) {
    const behaviour = { cursor: 'exclusive' as 'exclusive' | typeof later };
    const bench = setUpPull(history(800), { behaviour, settings: BACKFILL });
    bench.workato.fault = (request) => {
      if (request === 8) bench.behaviour.cursor = later;
    };
    await bench.pull();
    await bench.pull();
    expect(bench.compare(), later).toEqual(COMPLETE);
  }
});

test('A18: history older than a year that shows nothing goes on record as a gap', async () => {
  const bench = setUpPull(history(50), { settings: { backfillStartTime: START - 500 * DAY } });
  await bench.pull();
  expect(bench.compare()).toEqual(COMPLETE);
  const [gap] = describeCursor(bench.journal.cursor()).gaps;
  expect(gap).toMatchObject({ from: START - 500 * DAY });
  expect(gap?.to).toBeLessThanOrEqual(START - 365 * DAY);
});

test('A18: history that is gone (410) is found out in a few requests, recorded, and the rest is read', async () => {
  const keepsFrom = START - 100 * DAY;
  const bench = setUpPull(history(400, START - MINUTE, 6 * HOUR), {
    behaviour: { keepsFrom },
    settings: { backfillStartTime: START - 400 * DAY },
  });
  expect(await bench.pull()).toBeLessThan(60);
  const kept = bench.workato.truth.filter((event) => event.time > keepsFrom + HOUR);
  expect(bench.compare(kept)).toEqual(COMPLETE);
  const { gaps, phase } = describeCursor(bench.journal.cursor());
  expect(gaps).toMatchObject([{ from: START - 400 * DAY, reason: /gone/ }]);
  expect(Math.abs((gaps[0]?.to ?? 0) - keepsFrom)).toBeLessThan(2 * HOUR);
  expect(phase).toBe('tailing');
});

test('A18: a tail that starts before what is kept goes on behind it', async () => {
  const bench = setUpPull(history(40), { settings: BACKFILL });
  await bench.pull();
  await bench.clock.advance(500 * DAY);
  bench.behaviour.keepsFrom = bench.clock.now() - 365 * DAY;
  const missed = history(30, bench.clock.now() - MINUTE, DAY, 5_000_000);
  bench.workato.truth.push(...missed);
  await bench.pull();
  expect(bench.compare(missed)).toEqual(COMPLETE);
});

test('A21, C7: the local clock may jump either way', async () => {
  const bench = setUpPull(history(50), { settings: BACKFILL });
  await bench.pull();
  for (const jump of [-HOUR, 10 * MINUTE, -DAY, 2 * DAY]) {
    const offset = jump;
    bench.clock.jump(offset);
    bench.workato.serverOffset -= offset;
    await bench.clock.advance(MINUTE);
    const time = bench.clock.now() + bench.workato.serverOffset;
    bench.workato.truth.push({ id: 9_000_000 + bench.workato.truth.length, time, visibleAt: 0 });
    await bench.pull();
    expect(bench.compare()).toEqual(COMPLETE);
  }
});

test('C12: an earlier start time adds history; a later one changes nothing', async () => {
  const bench = setUpPull(history(500, START - MINUTE, HOUR), {
    settings: { backfillStartTime: START - 5 * DAY },
  });
  await bench.pull();
  const stored = bench.journal.keys.length;
  expect(stored).toBeLessThan(500);
  const earlier = {
    ...bench.context,
    settings: { ...bench.context.settings, backfillStartTime: START - 30 * DAY },
  };
  await bench.clock.run(pull(earlier, new AbortController().signal));
  expect(bench.compare()).toEqual(COMPLETE);
});

test('C12: changed filters apply from the mark on, and that is on record', async () => {
  const bench = setUpPull(history(50), { settings: BACKFILL });
  await bench.pull();
  const filtered = {
    ...bench.context,
    settings: { ...bench.context.settings, fingerprint: 'direct, only logins' },
  };
  await bench.clock.run(pull(filtered, new AbortController().signal));
  expect(describeCursor(bench.journal.cursor()).gaps).toMatchObject([
    { from: START, reason: /filters changed/ },
  ]);
});

test('a backfill by order reads its range and leaves the tail alone', async () => {
  const bench = setUpPull(history(3000, START - MINUTE, 10 * MINUTE));
  await bench.pull();
  const mark = describeCursor(bench.journal.cursor()).mark;
  const signal = new AbortController().signal;
  const range = { from: START - 5 * DAY, to: START - 3 * DAY };
  await bench.clock.run(orderBackfill(bench.context, range, signal));
  await bench.clock.run(pull(bench.context, signal, { only: 'history' }));
  const inRange = bench.workato.truth.filter((event) => event.time >= range.from && event.time < range.to);
  expect(bench.compare(inRange)).toEqual(COMPLETE);
  expect(bench.journal.keys.length).toBeLessThan(inRange.length + 5);
  expect(describeCursor(bench.journal.cursor()).mark).toBe(mark);
});

test('the token leads to another workspace: nothing is stored', async () => {
  const bench = setUpPull(history(50), { settings: BACKFILL });
  await bench.pull();
  const stored = bench.journal.keys.length;
  bench.workato.truth.splice(
    0,
    1000,
    ...history(50, START, MINUTE, 77_000_000).map((event) => ({ ...event, workspace: 8 })),
  );
  await bench.clock.advance(MINUTE);
  await expect(bench.pull()).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    hint: expect.stringContaining('token'),
  });
  expect(bench.journal.keys).toHaveLength(stored);
});

test('B6: a refused token is asked no more than twice, and a renewed one goes on', async () => {
  const bench = setUpPull(history(50), { settings: BACKFILL });
  bench.workato.fault = () => {
    throw new CollectorError('AUTHENTICATION_FAILED', 'no');
  };
  await expect(bench.pull()).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' });
  expect(bench.workato.queries).toHaveLength(1);
  bench.workato.renewToken = async () => {
    bench.workato.fault = () => {};
    return true;
  };
  await bench.pull();
  expect(bench.compare()).toEqual(COMPLETE);
});

test('I7: a stopped pull asks nothing more and says ABORTED', async () => {
  const bench = setUpPull(history(5000), { settings: BACKFILL, latencyMs: 100 });
  const stop = new AbortController();
  bench.workato.fault = (request) => {
    if (request === 9) stop.abort();
  };
  await expect(bench.clock.run(pull(bench.context, stop.signal))).rejects.toMatchObject({ code: 'ABORTED' });
  const asked = bench.workato.queries.length;
  await bench.clock.advance(HOUR);
  expect(bench.workato.queries).toHaveLength(asked);
  bench.workato.fault = () => {};
  await bench.pull();
  expect(bench.compare()).toEqual(COMPLETE);
});

function describeWindows(cursor: unknown): number {
  return (cursor as { windowsOpened: number }).windowsOpened + 1;
}
