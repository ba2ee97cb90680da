// A simulator for one test, stopped after it, whose history ends at a fixed moment.
import { onTestFinished } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import { type Simulator, startSimulator } from '../../src/simulator/server.js';
import { createVirtualClock, type VirtualClock } from '../support/virtual-clock.js';

export const NOON = Date.UTC(2026, 0, 14, 12);

export interface Setup {
  simulator: Simulator;
  url: string;
  clock: VirtualClock;
}

/** Without a limit of requests, unless one is given. */
export async function setUp(options: SimulatorOptions = {}): Promise<Setup> {
  const clock = createVirtualClock({ now: NOON });
  const simulator = await startSimulator({
    events: 300,
    requestsPerMinute: 0,
    clock: clock.serverSide,
    ...options,
  });
  onTestFinished(() => simulator.stop());
  return { simulator, url: simulator.url, clock };
}
