import { describe, expect, it } from 'vitest';
import { readEvents, readPages } from '../../src/index.js';
import { simulate, TOKEN } from '../support/simulated.js';

const from = new Date(Date.now() - 21 * 86_400_000);

describe('reading without a journal', () => {
  it.each(['desc', 'asc'] as const)('brings every event once, %s', async (order) => {
    const simulator = await simulate({ order });
    const ids: string[] = [];
    for await (const event of readEvents({
      baseUrl: simulator.url,
      token: TOKEN,
      from,
      requestsPerMinute: 6000,
    })) {
      ids.push(event.key);
    }
    expect(ids).toHaveLength(250);
    expect(new Set(ids)).toEqual(new Set(simulator.truth().visibleIds));
  });

  it('asks no more when the reader leaves', async () => {
    const simulator = await simulate({ events: 5000 });
    for await (const page of readPages({
      baseUrl: simulator.url,
      token: TOKEN,
      from,
      requestsPerMinute: 6000,
    })) {
      expect(page.length).toBeGreaterThan(0);
      break;
    }
    // All of it would take 50 pages and more; leaving waits for what was under way.
    expect(simulator.requestCount).toBeLessThan(40);
  });

  it('throws what Workato refuses', async () => {
    const simulator = await simulate();
    const reading = readEvents({ baseUrl: simulator.url, token: 'a-wrong-token', from });
    await expect(reading.next()).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' });
  });
});
