// Whether a workspace is read more seldom than was asked for: its budget holds no more, a pull takes so long, or something is wrong.
import type { Status, WorkspaceStatus } from './status-shape.js';

/** A poll interval that is longer by this factor is worth telling. */
const STRETCHED = 1.5;
const RESTING: readonly string[] = ['paused', 'stopped', 'starting'];
/** Less than that is never worth telling. */
const PATIENCE_SECONDS = 5;

/**
 * `interval`: between the last two whole polls; `overdue`: since the last one, or since the collector began. Null: as configured. A
 * pause between two collectors is no interval.
 */
export type Stretch = { kind: 'interval' | 'overdue'; seconds: number; configuredSeconds: number } | null;

export function measureStretch(
  workspace: WorkspaceStatus,
  { collector, now }: Pick<Status, 'collector' | 'now'>,
): Stretch {
  const {
    poll_interval_seconds: actual,
    configured_poll_interval_seconds: configuredSeconds,
    last_pull_at: lastPull,
    state,
  } = workspace;
  if (configuredSeconds === null || lastPull === null || collector === null) return null;
  const most = Math.max(configuredSeconds * STRETCHED, configuredSeconds + PATIENCE_SECONDS);
  const overdue = Math.min(between(lastPull, now), between(collector.since, now));
  const usual = Math.max(most, actual ?? 0) + PATIENCE_SECONDS;
  if (!RESTING.includes(state) && overdue > usual)
    return { kind: 'overdue', seconds: overdue, configuredSeconds };
  if (actual === null || actual < most || actual > between(collector.since, lastPull)) return null;
  return { kind: 'interval', seconds: actual, configuredSeconds };
}

function between(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
