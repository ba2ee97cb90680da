// What a destination is shown of the journal: its `filter` and `redact` sections. The descriptions are the reference manual.
import { z } from 'zod';
import { FIELD_PATH_FORM, parseFieldPath } from '../events/field-path.js';
import { text } from '../platform/fields.js';
import { SECRET_FORM, secret } from '../platform/secret.js';

const MOST = 1000;

/** A list of types, each a name or the beginning of one with `*` behind it. */
function typeList(example: string, pattern: string) {
  const name = `a name such as ${example}, or the beginning of names such as ${pattern}`;
  const type = text(name, 200).refine((value) => !value.slice(0, -1).includes('*'), { error: name });
  return z
    .array(type, { error: `a list of names such as [${example}, ${pattern}]` })
    .max(MOST, { error: `at most ${MOST} names` })
    .readonly()
    .default([]);
}

const USER_FORM = 'an e-mail address, a name or an id, whole and without *';
const USERS_FORM = 'a list of users such as [ann@example.com, 12345]';

const userList = z
  .array(
    z.union(
      [text(USER_FORM, 500).refine((user) => !user.includes('*')), z.number().int().min(0).transform(String)],
      { error: USER_FORM },
    ),
    { error: USERS_FORM },
  )
  .max(MOST, { error: `at most ${MOST} users` })
  .readonly()
  .default([]);

/** `filter`: which events are delivered at all. */
export const FilterSection = z
  .strictObject(
    {
      include_event_types: typeList('user_login', 'recipe_*').describe('Only events of these types.'),
      exclude_event_types: typeList('user_login', 'recipe_*').describe('No events of these types.'),
      include_resource_types: typeList('Recipe', 'Custom*').describe(
        'Only events on resources of these types, as `resource.type` of the records has them.',
      ),
      exclude_resource_types: typeList('Recipe', 'Custom*').describe(
        'No events on resources of these types.',
      ),
      include_users: userList.describe(
        'Only events of these users: e-mail address, name or id, ignoring case.',
      ),
      exclude_users: userList.describe('No events of these users.'),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? undefined
          : 'a mapping such as { exclude_event_types: [user_login] }',
    },
  )
  .prefault({})
  .describe(
    'Which events are delivered; the journal keeps them all. Every event by default. A change applies to what this destination has not passed yet; `replay` goes back.',
  );

const fieldPath = text(FIELD_PATH_FORM, 500).transform((path, context) => {
  const names = parseFieldPath(path);
  if (names !== null) return names;
  context.addIssue({ code: 'custom', message: FIELD_PATH_FORM });
  return z.NEVER;
});

const pathList = z
  .array(fieldPath, { error: 'a list of fields such as [user.email, details.request.ip_address]' })
  .max(MOST, { error: `at most ${MOST} fields` })
  .readonly()
  .default([]);

/** `redact`: what is taken out of the events that are delivered. */
export const RedactSection = z
  .strictObject(
    {
      drop: pathList.describe('Fields that are left out, with everything in them.'),
      pseudonymise: pathList.describe(
        'Fields whose values become `pseudonym:` and 32 hexadecimal digits, the same for the same value wherever it stands. In a field that holds more than a value, every value.',
      ),
      key: secret()
        .optional()
        .describe(
          'Where the key of the pseudonyms is found: `{ env: NAME }` or `{ file: PATH }`. Needed by `pseudonymise`: at least 16 bytes, such as `openssl rand -hex 32` prints. It is read at the start.',
        ),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? undefined
          : 'a mapping such as { drop: [details.request.ip_address] }',
    },
  )
  .refine(({ drop, pseudonymise }) => drop.length + pseudonymise.length > 0, {
    error: 'at least one field under drop or pseudonymise',
  })
  .refine(({ pseudonymise, key }) => pseudonymise.length === 0 || key !== undefined, {
    error: SECRET_FORM,
    path: ['key'],
  })
  .optional()
  .describe(
    'Fields that this destination must not see; the journal keeps them. Only the fields that are named: an address may also stand in `resource.email`, `workspace.email` or within a text. A change applies to what is delivered from then on.',
  );
