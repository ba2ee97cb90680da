// A simulator for one test, stopped when it ends, and the flags and environment that lead to it.
import { onTestFinished } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import { type Simulator, startSimulator } from '../../src/simulator/server.js';

export const TOKEN = 'wrkaprd-test.token+value/1234567890';

/** Starts a simulator that knows one token and has no limit. */
export async function simulate(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    events: 250,
    historyDays: 20,
    requestsPerMinute: 0,
    tokens: [TOKEN],
    ...options,
  });
  onTestFinished(() => simulator.stop());
  return simulator;
}

/** Flags for a collector without a file that may ask as often as it likes. */
export function flagsFor(simulator: Simulator): readonly string[] {
  return ['--base-url', simulator.url, '--requests-per-minute', '60000'];
}

/** A day before the simulator's history begins. */
export function beforeHistory(days = 21): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
