// Sleeping that a bell can end.
import type { Clock } from '../platform/clock.js';
import { createTurn } from '../platform/turn.js';
import type { Bell } from './bell.js';

/** Sleeps `ms`, or until `bell` rings past `heard`, or `signal` fires; it never rejects. */
export async function sleepUntilRung(
  clock: Clock,
  ms: number,
  bell: Bell,
  heard: number,
  signal: AbortSignal,
): Promise<void> {
  const turn = createTurn(signal);
  await Promise.race([clock.sleep(ms, turn.signal).catch(() => {}), bell.wait(heard, turn.signal)]);
  turn.release();
}
