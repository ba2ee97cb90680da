// `/api/stream`: server-sent events. `status` first, then a `change` each second, which keeps the connection alive too.
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { createTurn } from '../../platform/turn.js';
import { refuse } from '../refuse.js';
import type { ServerContext } from '../server-context.js';
import type { StatusWatch } from '../watch-status.js';

const MOST_STREAMS = 200;
const RECONNECT_MS = 2000;

interface Parts {
  context: ServerContext;
  status: StatusWatch;
  ending: AbortSignal;
}

export function addStream(app: Hono, { status, ending }: Parts): void {
  let streams = 0;
  app.get('/api/stream', (answer) => {
    if (streams >= MOST_STREAMS) {
      return refuse(answer, 503, 'TOO_MANY_STREAMS', 'Too many dashboards are open.', 'Close some of them.');
    }
    streams += 1;
    return streamSSE(answer, async (stream) => {
      const turn = createTurn(ending);
      stream.onAbort(turn.end);
      try {
        await stream.writeSSE({ data: '', event: 'hello', retry: RECONNECT_MS });
        for await (const news of status.follow(turn.signal)) await stream.writeSSE({ ...news });
      } finally {
        turn.release();
        streams -= 1;
      }
    });
  });
}
