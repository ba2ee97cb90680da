// The journal's events: lists, counts, and one of them with everything that is known of it.
import type { Hono } from 'hono';
import { createFormatter } from '../../formats/formats.js';
import type { StoredEvent } from '../../journal/journal-data.js';
import { CollectorError } from '../../platform/errors.js';
import { fieldsOf } from '../../search/fields.js';
import { formatCursor, readEventRequest } from '../event-query.js';
import { toRow } from '../event-row.js';
import { refuse } from '../refuse.js';
import type { ServerContext } from '../server-context.js';
import type { Activity, EventDetail, EventPage, Facets, Histogram } from '../shapes.js';

const MINUTE_MS = 60_000;

export function addEvents(app: Hono, { clock, parts, search, version }: ServerContext): void {
  app.get('/api/events', async (answer) => {
    const { question, limit, before, order } = readEventRequest(answer.req.url);
    const { hits, next, head, indexed } = await search.page(question, limit, before, order);
    const cursor = next && formatCursor(next);
    return answer.json({ events: hits.map(toRow), next: cursor, head, indexed } satisfies EventPage);
  });
  app.get('/api/histogram', async (answer) => {
    const { question, buckets } = readEventRequest(answer.req.url);
    const { from, to, stepMs, counts, total } = await search.histogram(question, buckets);
    const [start, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
    return answer.json({
      from: start,
      to: end,
      step_seconds: stepMs / 1000,
      counts,
      total,
    } satisfies Histogram);
  });
  app.get('/api/facets', async (answer) => {
    const { question } = readEventRequest(answer.req.url);
    return answer.json((await search.facets(question)) satisfies Facets);
  });
  app.get('/api/activity', async (answer) => {
    const { minutes } = readEventRequest(answer.req.url);
    const from = (Math.floor(clock.now() / MINUTE_MS) + 1 - minutes) * MINUTE_MS;
    const { workspaces, unindexed } = await search.activity(from, MINUTE_MS, minutes);
    return answer.json({
      from: new Date(from).toISOString(),
      step_seconds: 60,
      workspaces,
      unindexed,
    } satisfies Activity);
  });
  app.get('/api/events/:position{[0-9]{1,15}}', async (answer) => {
    const position = Number(answer.req.param('position'));
    const [event] = await parts.journal.read(position - 1, { events: 1, bytes: 1 });
    if (event?.position !== position) {
      return refuse(
        answer,
        404,
        'NOT_FOUND',
        `There is no event at position ${position}.`,
        'Retention may have removed it.',
      );
    }
    const { ip, resourceName } = fieldsOf(event);
    const revisions = await parts.journal.revisions(position);
    return answer.json({
      ...toRow({ event, ip, resourceName }),
      raw: textOf(event.raw),
      ocsf: expressed('ocsf', event, version),
      ecs: expressed('ecs', event, version),
      revisions: revisions.map(({ seen, raw }) => ({
        seen_at: new Date(seen).toISOString(),
        raw: textOf(raw),
      })),
    } satisfies EventDetail);
  });
}

/** The event in another format; null where it cannot be expressed in it. */
function expressed(name: string, event: StoredEvent, collectorVersion: string): string | null {
  try {
    const format = createFormatter(name, { includeRaw: false, collectorVersion });
    return format && textOf(format(event));
  } catch (error: unknown) {
    if (error instanceof CollectorError) return null;
    throw error;
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
