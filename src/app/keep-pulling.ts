// The life of one workspace in a running collector: pull, wait, pull again; its trouble is its own.

import type { Clock } from '../platform/clock.js';
import { type CollectorError, isCollectorError } from '../platform/errors.js';
import { orderBackfill, pull } from '../pull/pull.js';
import { isAboutToken, isFatal, nextTryMs, toCollectorError } from './failure.js';
import type { WorkspacePart } from './parts.js';
import { sleepUntilRung } from './sleep-until-rung.js';

const TOKEN_WATCH_MS = 1000;

/**
 * Pulls `workspace` until `signal` fires, then returns.
 * @throws CollectorError only where the journal is lost.
 */
export async function keepPulling(workspace: WorkspacePart, signal: AbortSignal): Promise<void> {
  const { clock } = workspace.context;
  let failures = 0;
  while (!signal.aborted) {
    const heard = workspace.bell.count;
    const begunAt = clock.monotonic();
    if (workspace.isPaused) {
      workspace.health.paused();
      await workspace.bell.wait(heard, signal);
      continue;
    }
    try {
      const nextPullMs = await pullOnce(workspace, signal);
      failures = 0;
      const waitMs = Math.max(0, begunAt + nextPullMs - clock.monotonic());
      await sleepUntilRung(clock, waitMs, workspace.bell, heard, signal);
    } catch (thrown: unknown) {
      if (signal.aborted) return;
      if (isFatal(thrown)) throw thrown;
      failures += 1;
      const error = recordFailure(workspace, thrown, failures);
      await waitOut(
        workspace,
        error,
        nextTryMs(error, failures, workspace.config.pollIntervalMs),
        heard,
        signal,
      );
    }
  }
}

async function pullOnce(workspace: WorkspacePart, signal: AbortSignal): Promise<number> {
  await carryOutBackfills(workspace, signal);
  const report = await pull(workspace.context, signal, { stopAfterMs: workspace.config.pollIntervalMs });
  workspace.health.idle();
  return report.caughtUp ? report.nextPullMs : 0;
}

/** Hands backfills that were ordered to the pulls to come; one that cannot be handed over yet stays. */
export async function carryOutBackfills(workspace: WorkspacePart, signal: AbortSignal): Promise<void> {
  for (let next = workspace.backfills[0]; next !== undefined; next = workspace.backfills[0]) {
    const { orderId, from, to } = next;
    await orderBackfill(workspace.context, { from, to }, signal);
    await workspace.journal.finishOrder(orderId);
    workspace.backfills.shift();
    workspace.context.logger.info('A backfill was ordered and begins.', {
      workspace: workspace.config.name,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    });
  }
}

function recordFailure(workspace: WorkspacePart, thrown: unknown, failures: number): CollectorError {
  const error = toCollectorError(thrown);
  workspace.health.trouble(error, nextTryMs(error, failures, workspace.config.pollIntervalMs));
  if (!isCollectorError(thrown)) {
    const stack = thrown instanceof Error ? thrown.stack : undefined;
    workspace.context.logger.debug('Where the fault came up.', { stack });
  }
  return error;
}

/** Waits for the next try; where the token is refused, another token in its file ends the wait. */
async function waitOut(
  workspace: WorkspacePart,
  error: CollectorError,
  waitMs: number,
  heard: number,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = workspace.context;
  const watchesToken = workspace.config.token.kind === 'file' && isAboutToken(error);
  if (!watchesToken) return sleepUntilRung(clock, waitMs, workspace.bell, heard, signal);
  const until = clock.monotonic() + waitMs;
  while (!signal.aborted && workspace.bell.count === heard && clock.monotonic() < until) {
    await sleepUntilRung(
      clock,
      Math.min(TOKEN_WATCH_MS, remaining(clock, until)),
      workspace.bell,
      heard,
      signal,
    );
    if (await hasNewToken(workspace)) return;
  }
}

function remaining(clock: Clock, until: number): number {
  return Math.max(1, until - clock.monotonic());
}

async function hasNewToken(workspace: WorkspacePart): Promise<boolean> {
  try {
    return await workspace.context.source.renewToken();
  } catch {
    return false;
  }
}
