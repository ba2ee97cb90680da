// One answer for a container's health check.
import type { Status } from './status-shape.js';

/** Whether a collector runs and none of its workspaces and destinations is in trouble. */
export function isHealthy(status: Status): boolean {
  const parts = [...status.workspaces, ...status.destinations];
  return status.collector !== null && parts.every(({ trouble }) => trouble === null);
}
