// From a workspace's configuration to what the pull engine takes.
import { createHash } from 'node:crypto';
import { endpointOf, type WorkspaceConfig } from '../config/config.js';
import type { PullSettings } from '../pull/context.js';
import { learntKey } from './learnt-key.js';

/** A response that takes this long must not leave budget unused. */
const LONG_LATENCY_S = 5;
const FEWEST_LANES = 2;
const MOST_LANES = 8;

/** The settings of one workspace's pulls. */
export function pullSettingsOf(workspace: WorkspaceConfig): PullSettings {
  const endpoint = endpointOf(workspace);
  return {
    backfillStartTime: workspace.backfillStartTime,
    lookbackMs: workspace.lookbackMs,
    pollIntervalMs: workspace.pollIntervalMs,
    sweepIntervalMs: workspace.sweepIntervalMs,
    sweepReachMs: workspace.sweepReachMs,
    giveUpAfterMs: workspace.giveUpAfterMs,
    lanes: lanesFor(workspace.requestsPerMinute),
    fingerprint: fingerprintOf(workspace, endpoint),
    endpoint: learntKey({ baseUrl: workspace.baseUrl, endpoint }),
  };
}

/** So many requests at once keep a budget busy although each takes long. */
function lanesFor(requestsPerMinute: number): number {
  return Math.min(MOST_LANES, Math.max(FEWEST_LANES, Math.ceil((requestsPerMinute * LONG_LATENCY_S) / 60)));
}

function fingerprintOf(workspace: WorkspaceConfig, endpoint: string): string {
  const filters = Object.entries(workspace.filters).map(([name, values]) => [name, [...values].sort()]);
  return createHash('sha256')
    .update(JSON.stringify([workspace.baseUrl, endpoint, filters]))
    .digest('hex')
    .slice(0, 16);
}
