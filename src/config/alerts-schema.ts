// The `alerts` section: whom the collector tells by itself that something is wrong, and of what.
import { z } from 'zod';
import { headerSettings, refuseTwice } from '../destinations/shared/http-headers.js';
import { duration, oneOf, text } from '../platform/fields.js';
import { secret } from '../platform/secret.js';

/** What an alert can be about. */
export const ALERT_KINDS = ['failing', 'no_data', 'behind', 'dead_letters', 'late', 'recovered'] as const;

export type AlertKind = (typeof ALERT_KINDS)[number];

const KINDS_FORM = `a list of ${ALERT_KINDS.join(', ')}`;

/** One receiver of alerts. */
export const AlertEntry = z
  .strictObject(
    {
      name: text('a name for this alert, such as on-call', 100).describe(
        'What the alert is called in the log and in its messages. What it has told already goes by this name.',
      ),
      type: oneOf('webhook', 'slack').describe(
        'What is sent: `webhook` a JSON document, `slack` a text as incoming webhooks of Slack take it.',
      ),
      url: secret().describe(
        'Where messages are sent, by POST. Who knows such an address may write there, so it is a secret: `{ env: NAME }` or `{ file: PATH }`.',
      ),
      on: z
        .array(z.enum(ALERT_KINDS, { error: `one of ${ALERT_KINDS.join(', ')}` }), { error: KINDS_FORM })
        .min(1, { error: KINDS_FORM })
        .readonly()
        .default(ALERT_KINDS)
        .describe('What is told.'),
      failing_after: duration('0s', '7d')
        .prefault('2m')
        .describe(
          'How long a workspace or destination must be in trouble without a break before it is told, and free of it before `recovered` is.',
        ),
      no_data_after: duration('1m', '365d')
        .prefault('6h')
        .describe('For how long no event of a workspace must have come before it is told.'),
      behind_after: duration('1m', '7d')
        .prefault('15m')
        .describe('For how long a destination must lack events that are in the journal before it is told.'),
      repeat_every: duration('1m', '30d')
        .prefault('4h')
        .describe('How often it is told again while it lasts.'),
      timeout: duration('100ms', '1m').prefault('10s').describe('How long one request may take.'),
      ...headerSettings,
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? undefined : 'a mapping with name, type and url',
    },
  )
  .superRefine((settings, context) => refuseTwice(settings, context));

export type AlertEntry = z.output<typeof AlertEntry>;
