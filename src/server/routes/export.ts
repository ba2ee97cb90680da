// `/api/export`: everything that a question finds, as a file, however much it is: written piece by piece as it is taken.
import type { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { onOneLine } from '../../formats/raw.js';
import type { Cursor, WholeHit } from '../../search/search.js';
import { CSV_HEAD, toCsvLine } from '../csv.js';
import { readEventRequest } from '../event-query.js';
import { toRow } from '../event-row.js';
import type { ServerContext } from '../server-context.js';

const PIECE = 500;
const LINE_FEED = Buffer.from('\n');

export function addExport(app: Hono, { search }: ServerContext): void {
  app.get('/api/export', (answer) => {
    const { question, format } = readEventRequest(answer.req.url);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
    answer.header('Content-Type', type);
    answer.header('Content-Disposition', `attachment; filename="workato-audit-events.${format}"`);
    return stream(answer, async (file) => {
      if (format === 'csv') await file.write(CSV_HEAD);
      let before: Cursor | null = null;
      do {
        const page = await search.wholePage(question, PIECE, before);
        const pieces = page.hits.map(format === 'csv' ? csvOf : lineOf);
        await file.write(new Uint8Array(Buffer.concat(pieces)));
        before = page.next;
      } while (before !== null && !file.aborted);
    });
  });
}

function lineOf({ event }: WholeHit): Buffer {
  return Buffer.concat([onOneLine(event.raw), LINE_FEED]);
}

function csvOf(hit: WholeHit): Buffer {
  return Buffer.from(toCsvLine(toRow(hit), Buffer.from(hit.event.raw).toString('utf8')));
}
