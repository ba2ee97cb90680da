import { expect, it } from 'vitest';
import { followBackfill } from '../../src/cli/follow-backfill.js';
import { silentLogger } from '../../src/platform/log.js';
import { createVirtualClock } from '../support/virtual-clock.js';

// Events printed on the terminal on which the bar is drawn made lines of half a bar and half a record.
it.each([
  { isLive: true, isShared: true, types: ['stdout', 'file'], draws: false },
  { isLive: true, isShared: true, types: ['file'], draws: true },
  { isLive: true, isShared: false, types: ['stdout'], draws: true },
  { isLive: false, isShared: false, types: ['file'], draws: false },
])('draws a bar only where no events are printed: %j', async ({ isLive, isShared, types, draws }) => {
  const clock = createVirtualClock();
  const stop = new AbortController();
  let drawn = 0;
  const screen = {
    isLive,
    isShared,
    columns: 80,
    write() {},
    clear() {},
    draw() {
      drawn += 1;
    },
  };
  const parts = {
    journal: { workspaces: async () => [] },
    feeds: types.map((type) => ({ config: { type } })),
  };
  const following = followBackfill(parts, { clock, screen, logger: silentLogger }, stop.signal);
  await clock.advance(3000);
  stop.abort();
  await following;
  expect(drawn > 0).toBe(draws);
});
