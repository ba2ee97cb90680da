// The `workspaces` section. The descriptions are the reference manual: docs/configuration.md is made from them.
import { z } from 'zod';
import { duration, text, wholeNumber } from '../platform/fields.js';
import { baseUrl, nameList, pastMoment } from './fields.js';

const TOKEN_FORM =
  'the place of the token, never the token itself: { env: WORKATO_API_TOKEN } or { file: /run/secrets/workato }';

const ApiToken = z
  .strictObject(
    {
      env: z
        .string({ error: 'the name of an environment variable' })
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'the name of an environment variable, not its value' })
        .optional()
        .describe('Name of the environment variable that holds the token.'),
      file: text('the path of a file')
        .optional()
        .describe(
          'Path of a file that holds the token. It is read again after a 401, so a rotated token needs no restart.',
        ),
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : TOKEN_FORM) },
  )
  .refine((token) => (token.env === undefined) !== (token.file === undefined), { error: TOKEN_FORM })
  .describe(
    'Where the API token is found: `{ env: NAME }` or `{ file: PATH }`. A token itself never stands in the configuration.',
  );

const MANAGED_USER_FORM =
  'a workspace id such as 2100003309, or an external id with its prefix such as EA2300';

const Filters = z
  .strictObject({
    users_ids: z
      .array(wholeNumber(0, Number.MAX_SAFE_INTEGER), { error: 'a list of user ids such as [12345]' })
      .readonly()
      .default([])
      .describe('Only events of these users, by id.'),
    include_event_types: nameList('user_login').default([]).describe('Only events of these types.'),
    exclude_event_types: nameList('user_login').default([]).describe('No events of these types.'),
    include_resource_types: nameList('Flow')
      .default([])
      .describe('Only events on resources of these types, by the names of Workato’s filter.'),
    exclude_resource_types: nameList('Flow').default([]).describe('No events on resources of these types.'),
  })
  .describe(
    'What Workato is asked to leave out. Every event by default. A change applies to events from then on.',
  );

/** One entry of `workspaces`, as it is written. `now` tells which start times lie in the future. */
export function createWorkspaceSchema(now: () => number) {
  return z.strictObject({
    name: text('a name for this workspace, such as acme-prod', 100).describe(
      'A label for this workspace in logs, status and the journal. It must be unique, and it may be changed.',
    ),
    base_url: baseUrl()
      .default('https://www.workato.com')
      .describe(
        'Address of the data centre, or of a virtual private Workato. https; http only on the loopback interface.',
      ),
    api_token: ApiToken,
    managed_user_id: z
      .union([z.string(), z.number().int().positive().transform(String)], { error: MANAGED_USER_FORM })
      .refine((id) => /^E?[\w.~@:-]{1,200}$/.test(id), { error: MANAGED_USER_FORM })
      .nullable()
      .default(null)
      .describe(
        'Embedded partners: the customer workspace, by workspace id or by external id with its prefix `E`. None: the token’s own workspace.',
      ),
    backfill_start_time: pastMoment(now)
      .nullable()
      .default(null)
      .describe(
        'From when on past events are wanted; a span is counted back from the first start. None: no past events.',
      ),
    requests_per_minute: wholeNumber(1, 1_000_000)
      .default(60)
      .describe('Most requests in any 60 seconds, shared by all workspaces of one token. Workato allows 60.'),
    lookback: duration('0s', '30d')
      .prefault('10m')
      .describe(
        'How far behind the newest event each pull starts again, for events that become visible late.',
      ),
    poll_interval: duration('100ms', '1d').prefault('30s').describe('How often `run` asks for new events.'),
    sweep_interval: duration('1s', '30d')
      .prefault('6h')
      .describe('How often the last days are read again to prove that nothing was missed.'),
    sweep_reach: duration('1s', '365d').prefault('2d').describe('How far back each sweep reads.'),
    give_up_after: duration('1s', '1d')
      .prefault('120s')
      .describe(
        'How long `sync` goes on trying without a single answered page before it ends with exit code 75.',
      ),
    request_timeout: duration('100ms', '10m')
      .prefault('40s')
      .describe('How long one request may take. Workato’s own limit is 40 s.'),
    ca_file: text('the path of a PEM file')
      .nullable()
      .default(null)
      .describe('A PEM file with further certificate authorities to trust, for a proxy that inspects TLS.'),
    filters: Filters.prefault({}),
  });
}

/** A workspace as the schema leaves it: names still as in the file, values read. */
export type WorkspaceEntry = z.output<ReturnType<typeof createWorkspaceSchema>>;
