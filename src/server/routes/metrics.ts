// `/metrics`: for Prometheus. What is not configured any more has no metrics, so that nothing alerts for it.
import { cpuUsage, memoryUsage, versions } from 'node:process';
import type { Hono } from 'hono';
import type { Status } from '../../app/status-shape.js';
import type { Facts } from '../metrics/metric.js';
import { renderMetrics } from '../metrics/render-metrics.js';
import type { ServerContext } from '../server-context.js';
import type { StatusWatch } from '../watch-status.js';

const MOST_DEAD_LETTERS = 1000;

export function addMetrics(
  app: Hono,
  { context, status }: { context: ServerContext; status: StatusWatch },
): void {
  app.get('/metrics', async (answer) => {
    const facts = await gather(context, await status.read());
    answer.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    answer.header('Cache-Control', 'no-store');
    return answer.body(renderMetrics(facts));
  });
}

async function gather({ parts, version, clock }: ServerContext, status: Status): Promise<Facts> {
  const collected = new Map(parts.workspaces.map((part) => [part.config.name, part]));
  const { user, system } = cpuUsage();
  const feeds = status.destinations.filter(({ state }) => state !== 'not configured');
  const now = clock.now();
  return {
    status,
    workspaces: status.workspaces.flatMap((workspace) => {
      const part = collected.get(workspace.name);
      if (!part) return [];
      const { budget } = part.context;
      const limits = { left: budget.available(), limit: budget.perMinute };
      return [{ status: workspace, budget: limits, requests: part.requests }];
    }),
    destinations: await Promise.all(
      feeds.map(async (feed) => ({
        status: feed,
        lastSuccessAge: ageOf(feed.last_success_at, now),
        deadLetters:
          feed.events.dead_lettered === 0
            ? 0
            : (await parts.journal.deadLetters(feed.name, MOST_DEAD_LETTERS)).length,
      })),
    ),
    process: {
      version,
      node: versions.node,
      cpuSeconds: (user + system) / 1e6,
      memoryBytes: memoryUsage.rss(),
    },
  };
}

function ageOf(instant: string | null, now: number): number | null {
  return instant === null ? null : Math.max(0, Math.round((now - Date.parse(instant)) / 1000));
}
