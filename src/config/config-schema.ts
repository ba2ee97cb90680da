// The whole configuration file. Strict: an unknown key is an error, never ignored.
import { z } from 'zod';
import { duration, flag, oneOf, size, text, wholeNumber } from '../platform/fields.js';
import { AlertEntry } from './alerts-schema.js';
import { ServerSection } from './server-schema.js';
import { FilterSection, RedactSection } from './shaping-schema.js';
import { createWorkspaceSchema } from './workspace-schema.js';

const WORKSPACES_FORM = 'a list of workspaces, each with name and api_token';
const JOURNAL_PATH_FORM = 'the path of the journal, such as ./workato-audit-logs.db';

/** The `journal` section. */
export const JournalSection = z
  .preprocess(
    (value) => (typeof value === 'string' ? { path: value } : value),
    z.strictObject(
      {
        path: text(JOURNAL_PATH_FORM).describe(
          'Where the journal lies. It is created where it is missing; its folder is not.',
        ),
        keep_days: wholeNumber(1, 36_500)
          .nullable()
          .default(null)
          .describe('For how many days events are kept once every destination has them. None: for ever.'),
      },
      {
        error: (issue) =>
          issue.code === 'unrecognized_keys' ? undefined : `${JOURNAL_PATH_FORM}, or { path, keep_days }`,
      },
    ),
  )
  .prefault('./workato-audit-logs.db')
  .describe('The journal: a path, or `{ path, keep_days }`. Relative paths start at the working directory.');

/** What every destination has; its type adds settings of its own. */
export const DestinationEntry = z.looseObject({
  name: text('a name for this destination, such as archive', 100).describe(
    'What the destination is called in status and logs. Its place in the journal goes by this name.',
  ),
  type: z
    .string({ error: 'the type of the destination, such as file' })
    .describe('What kind of destination it is.'),
  format: z
    .string({ error: 'the format of the events, such as raw' })
    .default('raw')
    .describe('How each event is written: as Workato sent it, with its origin, or as OCSF or ECS.'),
  filter: FilterSection,
  redact: RedactSection,
  start_from: oneOf('beginning', 'now')
    .default('beginning')
    .describe(
      'Where a destination begins that the journal has not met before: with the first event in the journal, or with the next one to come.',
    ),
  include_raw: flag()
    .default(false)
    .describe(
      'Whether the formats `ocsf` and `ecs` also keep the record as text, in `raw_data` or `event.original`.',
    ),
  renamed_from: text('the name that this destination had before', 100)
    .optional()
    .describe('The name that this destination had before: it goes on from where that one had come.'),
  batch_events: wholeNumber(1, 100_000)
    .optional()
    .describe('Most events that are sent at once. None: as suits the type.'),
  batch_bytes: size.optional().describe('Most bytes that are sent at once. None: as suits the type.'),
  batch_age: duration('0s', '1d')
    .optional()
    .describe(
      'How long events wait for a batch to be filled; `sync` sends what is left at its end. None: as suits the type.',
    ),
});

/** The configuration file as a schema. `now` tells which start times lie in the future. */
export function createConfigSchema(now: () => number) {
  return z.strictObject(
    {
      journal: JournalSection,
      workspaces: z
        .array(createWorkspaceSchema(now), { error: WORKSPACES_FORM })
        .min(1, { error: `${WORKSPACES_FORM}; without any, nothing would be collected` })
        .optional()
        .describe('The workspaces to collect from. None: one workspace, set by flags or environment.'),
      destinations: z
        .array(DestinationEntry, { error: 'a list of destinations, each with name and type' })
        .optional()
        .describe(
          'Where events are delivered. None: standard output. An empty list: nowhere, they stay in the journal.',
        ),
      alerts: z
        .array(AlertEntry, { error: 'a list of alerts, each with name, type and url' })
        .optional()
        .describe(
          'Who is told when something is wrong. None: nobody; the log and `status` tell those who look.',
        ),
      server: ServerSection.prefault({}),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? undefined
          : 'a mapping with journal, workspaces, destinations, alerts and server',
    },
  );
}

export type DestinationEntry = z.output<typeof DestinationEntry>;

/** The file's JSON Schema, for editors and for the manual. */
export function exportConfigSchema(): unknown {
  return z.toJSONSchema(
    createConfigSchema(() => Number.POSITIVE_INFINITY),
    { io: 'input', unrepresentable: 'any' },
  );
}
