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
    },
    clock,
    logger,
  });
  return { clock, lines, saved, recorder };
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

  it('writes quietly while nothing changes', async () => {
    const { clock, saved, recorder } = record();
    for (let i = 0; i < 100; i += 1) {
      recorder.success();
      await clock.advance(1000);
    }
    await recorder.settle();
    expect(saved).toHaveLength(4);
    expect(saved.at(-1)?.lastSuccess).toBe(saved[0] && saved[0].since + 90_000);
  });

  it('remembers the last success of an earlier run', () => {
    const earlier = noteSuccess(startHealth(1, null), 2);
    const { recorder } = record(earlier);
    expect(recorder.current).toMatchObject({ state: 'starting', lastSuccess: 2 });
    recorder.idle();
    expect(recorder.current).toMatchObject({ state: 'ok', lastSuccess: 2 });
  });
});
