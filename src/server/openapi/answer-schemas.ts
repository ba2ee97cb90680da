// What the endpoints answer, as schemas that the compiler holds to `shapes.ts`.
import { z } from 'zod';
import type {
  Activity,
  ApiError,
  AuditEntry,
  AuditTrail,
  ConnectAnswer,
  EventDetail,
  EventPage,
  EventRow,
  Facet,
  Facets,
  Histogram,
  Session,
} from '../shapes.js';
import { named } from './schema-registry.js';

const instant = z.string().describe('ISO 8601, UTC.');
const count = z.int().min(0);
const seconds = z.number().describe('Seconds.');

const row = {
  position: count.describe('Its place in the journal.'),
  time: instant
    .nullable()
    .describe('Event time, ISO 8601, UTC; null where the record has none that can be read.'),
  first_seen: instant,
  workspace: z.string(),
  type: z.string().nullable(),
  user: z.string().nullable(),
  resource_type: z.string().nullable(),
  resource_name: z.string().nullable(),
  ip: z.string().nullable(),
};
const { position: _position, first_seen: _firstSeen, workspace: _workspace, ...previewRow } = row;
const eventRow = named<EventRow>('EventRow', z.strictObject(row));
const facet = named<Facet>('Facet', z.strictObject({ value: z.string(), count }));
const facets = z.array(facet);
const auditEntry = named<AuditEntry>(
  'AuditEntry',
  z.strictObject({
    id: count,
    at: instant,
    actor: z.string().describe('`dashboard`, `api` or `command line`, and from where.'),
    action: z.string(),
    subject: z.string(),
    detail: z.string(),
    outcome: z.enum(['done', 'refused', 'failed']),
  }),
);

named<Session>(
  'Session',
  z.strictObject({
    login_required: z.boolean(),
    signed_in: z.boolean(),
    csrf_token: z.string().nullable().describe('To be sent back as `x-csrf-token` with every POST.'),
    version: z.string(),
    config_writable: z.boolean(),
  }),
);

named<EventPage>(
  'EventPage',
  z.strictObject({
    events: z.array(eventRow).describe('Newest first.'),
    next: z.string().nullable().describe('Give it as `before` for the next page; null: there is none.'),
    head: count.describe("The journal's end."),
    indexed: count.describe('How far the search index has come.'),
  }),
);

named<EventDetail>(
  'EventDetail',
  z.strictObject({
    ...row,
    raw: z.string().describe('The record as it came.'),
    ocsf: z.string().nullable().describe('As JSON text; null where it cannot be expressed.'),
    ecs: z.string().nullable().describe('As JSON text; null where it cannot be expressed.'),
    revisions: z.array(z.strictObject({ seen_at: instant, raw: z.string() })),
  }),
);

named<Histogram>(
  'Histogram',
  z.strictObject({ from: instant, to: instant, step_seconds: seconds, counts: z.array(count), total: count }),
);

named<Facets>(
  'Facets',
  z.strictObject({ workspace: facets, type: facets, resource: facets, user: facets, ip: facets }),
);

named<Activity>(
  'Activity',
  z.strictObject({
    from: instant,
    step_seconds: seconds,
    workspaces: z.array(z.strictObject({ name: z.string(), counts: z.array(count) })),
    unindexed: count.describe('Events that are not counted yet, because they are still being indexed.'),
  }),
);

named<AuditTrail>('AuditTrail', z.strictObject({ entries: z.array(auditEntry) }));

named<{ status: string; reasons?: readonly string[] | undefined }>(
  'Health',
  z.strictObject({
    status: z.enum(['ok', 'failing', 'ready', 'not ready']),
    reasons: z.array(z.string()).optional().describe('Only for those who may see them.'),
  }),
);

named<{ done: string }>(
  'Done',
  z.strictObject({ done: z.string().describe('What was done, as a sentence.') }),
);

named<ApiError>(
  'Error',
  z.strictObject({
    error: z.strictObject({
      code: z.string(),
      message: z.string().describe('What happened.'),
      hint: z.string().describe('What to do next.'),
    }),
  }),
);

named<ConnectAnswer>(
  'ConnectAnswer',
  z.strictObject({
    ok: z.boolean(),
    says: z.array(z.string()),
    trouble: z
      .strictObject({
        code: z.string(),
        message: z.string(),
        hint: z.string(),
        correlation_id: z.string().nullable(),
      })
      .nullable(),
    preview: z.array(z.strictObject(previewRow)),
  }),
);

named<{ yaml: string }>('ConnectYaml', z.strictObject({ yaml: z.string() }));

named<{ saved_to: string; restart_needed: boolean }>(
  'ConnectSaved',
  z.strictObject({ saved_to: z.string(), restart_needed: z.boolean() }),
);
