// The look-alike of Workato behind the product's own Http port, without a socket: answers take virtual time and nothing else.
import { resolveOptions } from '../../dist/simulator/options.js';
import { Simulation } from '../../dist/simulator/simulation.js';

/** An Http whose requests arrive after half of `latencyMs` and are answered after all of it, and the log of what arrived. */
export function createSimulatedHttp(clock, latencyMs, options) {
  const simulation = new Simulation(resolveOptions({ ...options, clock }));
  const http = {
    async send({ url, headers, signal }) {
      const { pathname, search } = new URL(url);
      const sentAt = clock.monotonic();
      await clock.sleep(latencyMs / 2, signal);
      const caller = { method: 'GET', path: pathname, authorization: headers.authorization };
      const { answer } = simulation.reply(caller, search.slice(1), clock.now());
      await clock.sleep(latencyMs / 2, signal);
      return {
        status: answer.status,
        headers: new Map(Object.entries({ ...answer.headers, date: new Date(clock.now()).toUTCString() })),
        body: Buffer.from(answer.body),
        latencyMs: clock.monotonic() - sentAt,
      };
    },
    async close() {},
  };
  return { http, log: simulation.log };
}
