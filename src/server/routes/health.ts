// `/healthz` and `/readyz`: for whoever restarts containers and sends traffic. Reasons only for those who may see them.
import type { Hono } from 'hono';
import type { Status } from '../../app/status-shape.js';
import type { ServerContext } from '../server-context.js';
import type { Sessions } from '../sessions.js';
import type { StatusWatch } from '../watch-status.js';

interface Parts {
  context: ServerContext;
  sessions: Sessions;
  status: StatusWatch;
}

export function addHealth(app: Hono, { sessions, status }: Parts): void {
  app.get('/healthz', async (answer) => {
    const { reasons, isAlive } = await look(status);
    const body = { status: isAlive ? 'ok' : 'failing' };
    return answer.json(sessions.mayRead(answer) ? { ...body, reasons } : body, isAlive ? 200 : 503);
  });
  app.get('/readyz', async (answer) => {
    const { reasons, isAlive } = await look(status);
    const isReady = isAlive && reasons.length === 0;
    const body = { status: isReady ? 'ready' : 'not ready' };
    return answer.json(sessions.mayRead(answer) ? { ...body, reasons } : body, isReady ? 200 : 503);
  });
}

/**
 * Alive: the journal can be read, so restarting would mend nothing. Ready beyond that: every workspace has been read, and nothing
 * is in trouble.
 */
async function look(status: StatusWatch): Promise<{ isAlive: boolean; reasons: readonly string[] }> {
  try {
    return { isAlive: true, reasons: findReasons(await status.read()) };
  } catch (error: unknown) {
    return { isAlive: false, reasons: [error instanceof Error ? error.message : String(error)] };
  }
}

function findReasons({ workspaces, destinations }: Status): readonly string[] {
  return [
    ...workspaces.flatMap(({ name, state, phase, trouble }) => {
      if (trouble) return [`workspace ${name}: ${state}: ${trouble.message}`];
      return phase === 'new' ? [`workspace ${name}: not contacted yet`] : [];
    }),
    ...destinations.flatMap(({ name, state, trouble }) =>
      trouble ? [`destination ${name}: ${state}: ${trouble.message}`] : [],
    ),
  ];
}
