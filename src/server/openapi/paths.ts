// Every endpoint, in the words of OpenAPI 3.1. test/server/openapi.test.ts compares it with the routes that there are.
import { z } from 'zod';
import { ActionBody } from '../routes/actions.js';
import { TestBody, WorkspaceBody } from '../routes/connect.js';
import { Login } from '../routes/session.js';
import { refTo } from './schema-registry.js';

type Json = Record<string, unknown>;

const text = { type: 'string' };
const several = { type: 'array', items: text };

const FILTERS: readonly Json[] = [
  parameter('since', 'Event time from, inclusive, such as 2026-01-31T09:30:00Z.', text),
  parameter('until', 'Event time to, exclusive.', text),
  parameter('q', 'Free text: every word must stand somewhere in the record.', text),
  ...['workspace', 'type', 'resource', 'user', 'ip'].map((name) =>
    parameter(name, 'May be repeated; repeated ones are alternatives.', several),
  ),
];

export const paths: Record<string, Record<string, Json>> = {
  '/healthz': {
    get: open('Health', 'Alive: 200 while the journal can be read, 503 otherwise.', 'Health', '503'),
  },
  '/readyz': {
    get: open(
      'Health',
      'Ready: 200 once every workspace was read and nothing is in trouble.',
      'Health',
      '503',
    ),
  },
  '/metrics': {
    get: plain(
      'Health',
      'Metrics in the text format of Prometheus.',
      'text/plain',
      'docs/metrics.md lists them.',
    ),
  },
  '/api/status': { get: read('Status', 'The same as `status --json`.', 'Status') },
  '/api/stream': {
    get: plain(
      'Status',
      'Server-sent events: `status` first, then a `change` each second.',
      'text/event-stream',
      'The data of a `status` event is a Status as JSON; it may come again at any time. That of a `change` holds the members that have changed since the event before, of workspaces and destinations those that have changed, by `name`; ages are left out, they follow from `now` and the times.',
    ),
  },
  '/api/events': {
    get: read('Events', 'Events of the journal, newest first.', 'EventPage', [
      ...FILTERS,
      parameter('limit', 'How many.', { type: 'integer', minimum: 1, maximum: 500, default: 100 }),
      parameter('before', 'The `next` of an earlier answer to the same question.', text),
      parameter('order', 'Newest first by event time, or by when they were stored.', {
        type: 'string',
        enum: ['time', 'arrival'],
        default: 'time',
      }),
    ]),
  },
  '/api/events/{position}': {
    get: read('Events', 'One event, with everything that is known of it.', 'EventDetail', [
      {
        name: 'position',
        in: 'path',
        required: true,
        description: 'Its place in the journal.',
        schema: { type: 'integer' },
      },
    ]),
  },
  '/api/histogram': {
    get: read('Events', 'Events by time.', 'Histogram', [
      ...FILTERS,
      parameter('buckets', 'How many at most.', { type: 'integer', minimum: 1, maximum: 500, default: 60 }),
    ]),
  },
  '/api/facets': {
    get: read('Events', 'The commonest values among the events found, at most 20 each.', 'Facets', FILTERS),
  },
  '/api/activity': {
    get: read('Events', 'Events by the minute in which they happened.', 'Activity', [
      parameter('minutes', 'How many.', { type: 'integer', minimum: 1, maximum: 1440, default: 60 }),
    ]),
  },
  '/api/export': {
    get: {
      ...plain(
        'Events',
        'Every event found, as a file.',
        'application/x-ndjson',
        'The records as they came, one a line; or `text/csv`.',
      ),
      parameters: [
        ...FILTERS,
        parameter('format', 'Of the file.', { enum: ['ndjson', 'csv'], default: 'ndjson' }),
      ],
    },
  },
  '/api/actions': {
    post: change('Actions', 'Something to be done. It is recorded in the audit trail.', ActionBody),
  },
  '/api/audit': {
    get: read('Actions', 'What this collector was made to do, newest first, at most 200.', 'AuditTrail'),
  },
  '/api/connect/test': {
    post: {
      ...change('Connect', 'Asks Workato with a token, stored or typed, and says what came of it.', TestBody),
      responses: answers('ConnectAnswer'),
    },
  },
  '/api/connect/yaml': {
    post: {
      ...change(
        'Connect',
        'The lines of the configuration for a workspace, without its token.',
        WorkspaceBody,
      ),
      responses: answers('ConnectYaml'),
    },
  },
  '/api/connect/save': {
    post: {
      ...change(
        'Connect',
        'Writes a workspace into the configuration file, its token beside it.',
        WorkspaceBody,
      ),
      responses: answers('ConnectSaved'),
    },
  },
  '/api/session': { get: open('Session', 'Who asks, as the server sees it.', 'Session') },
  '/api/login': { post: { ...change('Session', 'Begins a session, by cookie.', Login), security: [] } },
  '/api/logout': { post: { ...change('Session', 'Ends the session.'), security: [] } },
  '/api/openapi.json': {
    get: plain('Documentation', 'This document.', 'application/json', 'An OpenAPI 3.1 document.'),
  },
  '/api/docs': {
    get: plain('Documentation', 'This document as a page.', 'text/html', 'A page without scripts.'),
  },
  '/api/docs.css': { get: plain('Documentation', 'How that page looks.', 'text/css', 'A style sheet.') },
};

function parameter(name: string, description: string, schema: Json): Json {
  return { name, in: 'query', description, schema };
}

function read(tag: string, summary: string, schema: string, parameters: readonly Json[] = []): Json {
  return {
    tags: [tag],
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: answers(schema),
  };
}

function answers(schema: string): Json {
  return { 200: json('The answer.', schema), default: json('An error.', 'Error') };
}

/** What needs no token. `other`: a status with which the same may be answered. */
function open(tag: string, summary: string, schema: string, other?: string): Json {
  const also = other === undefined ? {} : { [other]: json('The answer.', schema) };
  return {
    tags: [tag],
    summary,
    security: [],
    responses: { 200: json('The answer.', schema), ...also, default: json('An error.', 'Error') },
  };
}

function change(tag: string, summary: string, body?: z.ZodType): Json {
  if (body === undefined) return read(tag, summary, 'Done');
  const { $schema: _, ...schema } = z.toJSONSchema(body, { io: 'input' });
  const requestBody = { required: true, content: { 'application/json': { schema } } };
  return { ...read(tag, summary, 'Done'), requestBody };
}

function plain(tag: string, summary: string, type: string, description: string): Json {
  const responses = {
    200: { description, content: { [type]: { schema: text } } },
    default: json('An error.', 'Error'),
  };
  return { tags: [tag], summary, responses };
}

function json(description: string, schema: string): Json {
  return { description, content: { 'application/json': { schema: refTo(schema) } } };
}
