// `POST /api/connect/…`: testing a connection to Workato, the configuration for it, and saving that. No answer holds a token.
import type { Hono } from 'hono';
import { z } from 'zod';
import { testConnection } from '../../app/connect.js';
import { saveConnection, showConnection } from '../../app/keep-connection.js';
import type { AuditEvent } from '../../events/event.js';
import { redact } from '../../platform/secrets.js';
import { fieldsOf } from '../../search/fields.js';
import { actorOf } from '../actor.js';
import { toPreview } from '../event-row.js';
import { readBody } from '../read-body.js';
import type { ServerContext } from '../server-context.js';
import type { ConnectAnswer } from '../shapes.js';

const text = z.string().min(1).max(1000);
const Token = z
  .string()
  .min(1)
  .max(20_000)
  .transform((token) => token.trim());

export const TestBody = z.strictObject({
  base_url: text,
  token: Token.optional(),
  workspace: text.optional(),
  managed_user_id: text.optional(),
});
export const WorkspaceBody = z.strictObject({
  name: text,
  base_url: text,
  managed_user_id: text.optional(),
  backfill_start_time: text.optional(),
  token: Token.optional(),
});

export function addConnect(app: Hono, { config, parts, clock }: ServerContext): void {
  app.post('/api/connect/test', async (answer) => {
    const body = await readBody(answer, TestBody);
    const connection = {
      baseUrl: body.base_url,
      managedUserId: body.managed_user_id ?? null,
      token: body.token ?? null,
      workspace: body.workspace ?? null,
    };
    const { wiring, journal } = parts;
    const workspaces = parts.workspaces.map((workspace) => workspace.config);
    const world = { workspaces, wiring, journal, clock };
    const { says, error, newest } = await testConnection(connection, world, answer.req.raw.signal);
    return answer.json({
      ok: error === null,
      says,
      trouble: error && {
        code: error.code,
        message: error.message,
        hint: error.hint,
        correlation_id: error.correlationId ?? null,
      },
      preview: newest.map(previewOf),
    } satisfies ConnectAnswer);
  });
  app.post('/api/connect/yaml', async (answer) => {
    const { workspace } = split(await readBody(answer, WorkspaceBody));
    return answer.json({ yaml: await showConnection({ config, parts }, workspace) });
  });
  app.post('/api/connect/save', async (answer) => {
    const { workspace, token } = split(await readBody(answer, WorkspaceBody));
    const savedTo = await saveConnection({ config, parts }, workspace, token, actorOf(answer));
    return answer.json({ saved_to: savedTo, restart_needed: true });
  });
}

function split({ token, name, base_url, ...rest }: z.output<typeof WorkspaceBody>) {
  const { managed_user_id, backfill_start_time } = rest;
  const workspace = {
    name,
    base_url,
    ...(managed_user_id === undefined ? {} : { managed_user_id }),
    ...(backfill_start_time === undefined ? {} : { backfill_start_time }),
  };
  return { workspace, token: token ?? null };
}

/** Whatever answers may send back what it was sent: the token too. */
function previewOf(event: AuditEvent): ConnectAnswer['preview'][number] {
  const { ip, resourceName } = fieldsOf({ ...event, workspace: '' });
  const { time, type, user, resourceType } = event;
  const clean = (value: string | null) => value && redact(value);
  return toPreview({
    event: { time, type: clean(type), user: clean(user), resourceType: clean(resourceType) },
    ip: clean(ip),
    resourceName: clean(resourceName),
  });
}
