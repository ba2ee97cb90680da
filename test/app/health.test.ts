import { describe, expect, it } from 'vitest';
import { type Health, noteSuccess, noteTrouble, parseHealth, startHealth } from '../../src/app/health.js';
import { createHealthRecorder } from '../../src/app/health-recorder.js';
import { CollectorError } from '../../src/platform/errors.js';
import { createLogger } from '../../src/platform/log.js';
import { createVirtualClock } from '../support/virtual-clock.js';

const refused = new CollectorError('AUTHENTICATION_FAILED', 'refused', {
  hint: 'look',
  correlationId: 'c',
  status: 401,
});

describe('health', () => {
  it('keeps since when it came into its state, and the last success', () => {
    const ok = noteSuccess(noteSuccess(startHealth(1, null), 2), 3);
    expect(ok).toMatchObject({ state: 'ok', since: 2, lastSuccess: 3, trouble: null });
    const bad = noteTrouble(noteTrouble(ok, refused, 4, 9), refused, 5, 10);
    expect(bad).toMatchObject({
      state: 'token refused',
      since: 4,
      lastSuccess: 3,
      retryAt: 10,
      trouble: { code: 'AUTHENTICATION_FAILED', hint: 'look', correlationId: 'c', status: 401 },
    });
    expect(noteSuccess(bad, 6)).toMatchObject({ state: 'ok', since: 6, trouble: null, retryAt: null });
  });

  it('is read back as it was, and not from anything else', () => {
    const health = noteTrouble(startHealth(1, null, { tokenHash: 'h', perMinute: 60 }), refused, 2, null);
    expect(parseHealth(JSON.parse(JSON.stringify(health)))).toEqual(health);
    expect(parseHealth(null)).toBeNull();
    expect(parseHealth({ state: 'well' })).toBeNull();
  });
});

function record(before: Health | null = null) {
  const clock = createVirtualClock();
  const lines: string[] = [];
  const saved: Health[] = [];
  const savedAt: number[] = [];
  const logger = createLogger({
    format: 'text',
    level: 'info',
    write: (line) => lines.push(line),
    now: clock.now,
  });
  const recorder = createHealthRecorder({
    subject: 'workspace acme',
    before,
    save: async (health) => {
      saved.push(parseHealth(health) as Health);
      savedAt.push(clock.monotonic());
    },
    clock,
    logger,
  });
  return { clock, lines, saved, savedAt, recorder };
}

describe('a health recorder', () => {
  it('says a trouble once, and its end', () => {
    const { lines, recorder } = record();
    recorder.success();
    for (let i = 0; i < 5; i += 1) recorder.trouble(refused, 1000);
    recorder.success();
    recorder.success();
    expect(lines.map((line) => line.slice(25, 60))).toEqual([
      expect.stringMatching(/^warn {2}Trouble with workspace acme/),
      expect.stringMatching(/^info {2}Working again: workspace acme/),
    ]);
  });

  it.each([
    [
      'a 401 with another correlation id each time',
      'AUTHENTICATION_FAILED',
      (n: number) => `It says: "no (id 5f${n}a-${n})"`,
    ],
    ['several 429s at once', 'RATE_LIMITED', () => 'too many'],
  ] as const)('says once: %s', (_, code, message) => {
    const { lines, recorder } = record();
    for (let n = 1; n <= 5; n += 1) {
      recorder.trouble(new CollectorError(code, message(n), { correlationId: `id-${n}` }), 60_000);
      // An answer to a request from before the refusal is no recovery.
      if (code === 'RATE_LIMITED') recorder.success();
    }
    expect(lines).toHaveLength(1);
    expect(recorder.current.trouble?.correlationId).toBe('id-5');
  });

  it('says another trouble with the same code, and nothing that the log has already', () => {
    const { lines, recorder } = record();
    recorder.trouble(new CollectorError('BASE_URL_UNREACHABLE', 'DNS: not found'), 1000);
    recorder.trouble(new CollectorError('BASE_URL_UNREACHABLE', 'connection refused'), 1000);
    recorder.trouble(new CollectorError('UPSTREAM_FAILED', 'broken'), 1000, { isSaid: true });
    expect(lines).toHaveLength(2);
  });

  it('is working again once the time is over that a 429 named', async () => {
    const { clock, lines, recorder } = record();
    recorder.trouble(new CollectorError('RATE_LIMITED', 'too many'), 60_000);
    await clock.advance(60_000);
    recorder.success();
    expect(recorder.current).toMatchObject({ state: 'ok', trouble: null });
    expect(lines).toHaveLength(2);
  });

  it('keeps the journal no more than a few seconds behind, and writes at most once a second', async () => {
    const { clock, saved, savedAt, recorder } = record();
    for (let tenth = 0; tenth < 300; tenth += 1) {
      if (tenth % 50 === 7) recorder.trouble(refused, 1000);
      else recorder.success();
      await clock.advance(100);
      expect(clock.now() - (saved.at(-1)?.lastSuccess ?? 0)).toBeLessThan(5000);
    }
    const gaps = savedAt.slice(1).map((at, index) => at - (savedAt[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
    expect(gaps.length).toBeGreaterThan(5);
  });

  it('writes the last success soon although nothing follows, and at once where it settles', async () => {
    const { clock, saved, recorder } = record();
    recorder.idle();
    recorder.success();
    await recorder.settle();
    expect(saved.at(-1)).toMatchObject({ state: 'ok', lastSuccess: clock.now() });
    await clock.advance(1000);
    recorder.success();
    await clock.advance(4000);
    expect(saved.at(-1)?.lastSuccess).toBe(clock.now() - 4000);
    expect(clock.sleepers).toBe(0);
  });

  it('shows that it waits for the budget, unless there is trouble', async () => {
    const { recorder } = record();
    recorder.waiting();
    expect(recorder.current.state).toBe('waiting for budget');
    recorder.success();
    expect(recorder.current.state).toBe('ok');
    recorder.trouble(refused, 1000);
    recorder.waiting();
    expect(recorder.current.state).toBe('token refused');
  });

  it('remembers the last success of an earlier run', () => {
    const earlier = noteSuccess(startHealth(1, null), 2);
    const { recorder } = record(earlier);
    expect(recorder.current).toMatchObject({ state: 'starting', lastSuccess: 2 });
    recorder.idle();
    expect(recorder.current).toMatchObject({ state: 'ok', lastSuccess: 2 });
  });
});
