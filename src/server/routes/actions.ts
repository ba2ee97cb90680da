// `POST /api/actions` and `GET /api/audit`: what may be done to the collector, and what was.
import type { Hono } from 'hono';
import { z } from 'zod';
import { act } from '../../app/act.js';
import type { Action } from '../../app/action.js';
import { actorOf } from '../actor.js';
import { readBody } from '../read-body.js';
import type { ServerContext } from '../server-context.js';
import type { AuditTrail } from '../shapes.js';

const MOST_ENTRIES = 200;
const name = z.string().min(1).max(200);
const workspace = name;
const destination = name;

export const ActionBody: z.ZodType<Action> = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['pause', 'resume', 'pull_now']), workspace }),
  z.strictObject({ action: z.literal('backfill'), workspace, from: z.string(), to: z.string() }),
  z.strictObject({
    action: z.literal('replay'),
    destination,
    from_position: z.int().optional(),
    from_time: z.string().optional(),
  }),
  z.strictObject({ action: z.enum(['retry_dead_letters', 'drop_dead_letters']), destination }),
]) as z.ZodType<Action>;

export function addActions(app: Hono, { parts }: ServerContext): void {
  app.post('/api/actions', async (answer) => {
    const action = await readBody(answer, ActionBody);
    return answer.json({ done: await act(parts, action, actorOf(answer)) });
  });
  app.get('/api/audit', async (answer) => {
    const records = await parts.journal.auditTrail(MOST_ENTRIES);
    const entries = records.map((record) => ({ ...record, at: new Date(record.at).toISOString() }));
    return answer.json({ entries } satisfies AuditTrail);
  });
}
