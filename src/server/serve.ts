// The HTTP face of a running collector: one address, a few rooms of routes, each in a file of its own. Read this file first.
import { setMaxListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve as listen, type ServerType } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { describeError } from '../platform/errors.js';
import { checkHost, protectAnswers, refuseForgery, requireAccess } from './guard.js';
import { refuse, refuseFor } from './refuse.js';
import { addActions } from './routes/actions.js';
import { addAssets } from './routes/assets.js';
import { addConnect } from './routes/connect.js';
import { addEvents } from './routes/events.js';
import { addExport } from './routes/export.js';
import { addHealth } from './routes/health.js';
import { addMetrics } from './routes/metrics.js';
import { addOpenapi } from './routes/openapi.js';
import { addSession } from './routes/session.js';
import { addStatus } from './routes/status.js';
import { addStream } from './routes/stream.js';
import type { ServerContext } from './server-context.js';
import { createSessions } from './sessions.js';
import { shareAnswers } from './share-answers.js';
import { watchStatus } from './watch-status.js';

const LONGEST_BODY_BYTES = 64 * 1024;
/** Questions that many pages ask alike, and that cost something. */
const SHARED = ['/api/events', '/api/histogram', '/api/facets', '/api/activity'];

export interface RunningServer {
  /** Where people open it: `http://127.0.0.1:8321`. */
  url: string;
  /** Ends every answer under way, live streams too. */
  close(): Promise<void>;
}

/** Starts to serve. @throws NodeJS.ErrnoException where the address cannot be had: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export async function startServer(context: ServerContext): Promise<RunningServer> {
  const { address, logger } = context;
  const status = watchStatus(context);
  const ending = new AbortController();
  // Every open page listens for the end; that is no leak.
  setMaxListeners(0, ending.signal);
  const app = createApp(context, status, ending.signal);
  const server = await bind(app, address.host, address.port);
  const { port } = server.address() as AddressInfo;
  server.on('error', (error: unknown) => logger.warn('The server failed.', { reason: describeError(error) }));
  return {
    url: `http://${urlHost(address.host)}:${port}`,
    async close() {
      ending.abort();
      status.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

/** Every route, over what is given. */
export function createApp(
  context: ServerContext,
  status: ReturnType<typeof watchStatus>,
  ending: AbortSignal,
): Hono {
  const app = new Hono();
  const sessions = createSessions(context.token, context.clock);
  app.use(protectAnswers, checkHost(context.allowedHosts));
  const onError = (answer: Context) =>
    refuse(answer, 413, 'TOO_LARGE', `The body is longer than ${LONGEST_BODY_BYTES} bytes.`, 'Send less.');
  app.use(bodyLimit({ maxSize: LONGEST_BODY_BYTES, onError }));
  app.onError((error, answer) => {
    context.logger.debug('A request to the server failed.', {
      reason: describeError(error),
      path: answer.req.path,
    });
    return refuseFor(answer, error);
  });
  addHealth(app, { context, sessions, status });
  addSession(app, { context, sessions });
  app.use('/api/*', refuseForgery(sessions), requireAccess(sessions));
  app.use('/api/*', async (answer, next) => {
    await next();
    answer.header('Cache-Control', 'no-store');
  });
  app.use('/metrics', requireAccess(sessions));
  addMetrics(app, { context, status });
  addStatus(app, status);
  addActions(app, context);
  addConnect(app, context);
  for (const path of SHARED) app.use(path, shareAnswers(status.told));
  addEvents(app, context);
  addExport(app, context);
  addStream(app, { context, status, ending });
  addOpenapi(app, context);
  app.all('/api/*', (answer) =>
    refuse(
      answer,
      404,
      'NOT_FOUND',
      'There is nothing at this address.',
      'GET /api/openapi.json lists what there is.',
    ),
  );
  addAssets(app, context.dashboard);
  return app;
}

function bind(app: Hono, hostname: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch: app.fetch, hostname, port, overrideGlobalObjects: false }, () => {
      server.off('error', reject);
      resolve(server);
    });
    server.once('error', reject);
  });
}

/** Every address means this machine to whoever opens a browser on it. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
