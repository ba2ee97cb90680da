// `sync`: pull every workspace until it is caught up, deliver everything meanwhile, and end. For cron.
import { type CollectorError, isCollectorError } from '../platform/errors.js';
import { createTurn } from '../platform/turn.js';
import { pull } from '../pull/pull.js';
import { alertOnce } from './alerts/keep-alerting.js';
import { drainBeside, type Work } from './drain-beside.js';
import { isFatal, toCollectorError } from './failure.js';
import { carryOutFeedOrders } from './feed-orders.js';
import { isGone } from './keep-delivering.js';
import { carryOutBackfills } from './keep-pulling.js';
import { takeOrders } from './orders.js';
import { type ExitCode, exitCodeOf, worstOf } from './outcome.js';
import type { FeedPart, Parts, WorkspacePart } from './parts.js';
import { pruneOnce } from './retention.js';

/** One part that did not get to its end. */
export interface Failure {
  /** `workspace acme-prod` or `destination archive`. */
  subject: string;
  error: CollectorError;
}

export interface SyncReport {
  /** Events that the pulls stored, also those that failed. */
  stored: number;
  delivered: number;
  failures: readonly Failure[];
  /** By the worst of the failures; 75 where it was stopped; 0 without either. */
  exitCode: ExitCode;
}

export interface SyncOptions {
  /** A destination that takes nothing for so long is given up. */
  giveUpAfterMs: number;
  /** Reads ordered history only: neither tail nor sweep. */
  only?: 'history';
  /** Only these; all of them by default. */
  workspaces?: readonly WorkspacePart[];
  feeds?: readonly FeedPart[];
}

/**
 * Syncs once. A workspace or destination that fails never stops the others; only where every destination is gone for good
 * (standard output that nobody reads) there is nobody left to pull for.
 * @throws CollectorError where the journal is damaged or lost. Where `signal` fires, it returns what was done until then.
 */
export async function sync(parts: Parts, options: SyncOptions, signal: AbortSignal): Promise<SyncReport> {
  const { workspaces = parts.workspaces, feeds = parts.feeds } = options;
  await takeOrders(parts);
  for (const feed of feeds) await carryOutFeedOrders(feed, signal);
  const work: Work = { isDone: false };
  const pulling = createTurn(signal);
  let listeners = feeds.length;
  const delivering = feeds.map(async (feed): Promise<Failure | null> => {
    const error = await drainBeside(feed, work, options.giveUpAfterMs, signal);
    if (isGone(error)) listeners -= 1;
    if (feeds.length > 0 && listeners === 0) pulling.end();
    return error && { subject: `destination ${feed.config.name}`, error };
  });
  const settled = Promise.allSettled(delivering);
  const pulls = await Promise.allSettled(workspaces.map((part) => pullToEnd(part, options, pulling.signal)));
  work.isDone = true;
  parts.grown.ring();
  pulling.release();
  const deliveries = await settled;
  const lost = [...pulls, ...deliveries].find((result) => result.status === 'rejected');
  if (lost) throw lost.reason;
  const found = [...pulls, ...deliveries].flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  const failures = found.filter((failure): failure is Failure => failure !== null && !isStopped(failure));
  const codes = failures.map(({ error }) => exitCodeOf(error));
  if (!signal.aborted) await pruneOnce(parts);
  // Only a sync of everything tells how everything stands.
  if (!options.only && !options.workspaces && !options.feeds) await alertOnce(parts, signal);
  return {
    stored: workspaces.reduce((sum, { count }) => sum + count.stored, 0),
    delivered: feeds.reduce((sum, feed) => sum + feed.progress.delivered, 0),
    failures,
    exitCode: worstOf(signal.aborted ? [...codes, 75] : codes),
  };
}

/** Whatever was stopped, by its user or because nobody listens any more, has not failed. */
function isStopped({ error }: Failure): boolean {
  return isCollectorError(error, 'ABORTED');
}

async function pullToEnd(
  workspace: WorkspacePart,
  options: SyncOptions,
  signal: AbortSignal,
): Promise<Failure | null> {
  if (workspace.isPaused) {
    workspace.context.logger.warn(
      'Pulling is paused: nothing new is collected. The dashboard lets it go on.',
      {
        workspace: workspace.config.name,
      },
    );
    return null;
  }
  try {
    await carryOutBackfills(workspace, signal);
    await pull(workspace.context, signal, options.only ? { only: options.only } : {});
    workspace.health.idle();
    return null;
  } catch (thrown: unknown) {
    if (isFatal(thrown)) throw thrown;
    const error = toCollectorError(thrown);
    if (!isCollectorError(error, 'ABORTED')) workspace.health.trouble(error, null);
    return { subject: `workspace ${workspace.config.name}`, error };
  }
}
