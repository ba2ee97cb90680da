import { expect, it } from 'vitest';
import type { Page } from '../../src/events/page.js';
import { CollectorError } from '../../src/platform/errors.js';
import { createAsk } from '../../src/pull/ask.js';
import { setUpPull } from '../support/pull-bench.js';

const never = new AbortController().signal;
const page: Page = { events: [], serverTime: null, latencyMs: 0, correlationId: undefined };

/** Asks once of a source that answers with `answers`, one after the other, each after `latencyMs`. */
function setUp(answers: readonly (Page | CollectorError)[], latencyMs: number) {
  const { clock, context } = setUpPull([]);
  const latencies: number[] = [];
  let asked = 0;
  const ask = createAsk(
    {
      ...context,
      source: {
        renewToken: async () => false,
        async readPage() {
          const answer = answers[Math.min(asked, answers.length - 1)];
          asked += 1;
          await clock.sleep(latencyMs);
          if (answer === undefined || answer instanceof Error) throw answer;
          return answer;
        },
      },
      budget: {
        ...context.budget,
        answered: (ms) => latencies.push(ms),
        // As the request budget does: a minute for everyone.
        take: async () => (asked === 0 ? undefined : clock.sleep(60_000)),
      },
    },
    never,
    never,
  );
  return { clock, ask, latencies, asked: () => asked };
}

it('tells the budget how long each answer took, also a failed one', async () => {
  const { clock, ask, latencies } = setUp([new CollectorError('UPSTREAM_FAILED', 'x'), page], 700);
  await clock.run(ask('tail', { size: 100 }));
  expect(latencies).toEqual([700, 700]);
});

it('gives up in time where every 429 costs a minute', async () => {
  const { clock, ask } = setUp([new CollectorError('RATE_LIMITED', 'x')], 100);
  await expect(clock.run(ask('tail', { size: 100 }))).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(clock.monotonic()).toBeLessThanOrEqual(120_000);
});
