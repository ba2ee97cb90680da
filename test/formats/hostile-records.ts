// Records as nobody should send them, and the ones that somebody will: loosely shaped, of every known type and of none.
import fc from 'fast-check';
import { eventTypes, resourceTypes, verbs } from '../../src/formats/mapping-table.js';

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\ud800',
    'a\udfff"\\ud800',
    '\u0000',
    '\\',
    '__proto__',
    'null',
    '9007199254740993',
  ),
  fc.constantFrom('ada@acme.example', 'Ada <ada@acme.example>', '@', 'x'.repeat(5000)),
);

const values = fc.oneof(
  { weight: 4, arbitrary: texts },
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, -(2 ** 60), [], {}, [[]], {
    id: { id: {} },
  }),
  fc.jsonValue({ maxDepth: 2 }),
);

const addresses = fc.oneof(
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.constantFrom(
    '::ffff:203.0.113.7',
    'fe80::1%eth0',
    '0000:0000:0000:0000:0000:ffff:192.168.100.228',
    '::',
  ),
  fc.constantFrom(
    '203.0.113.7:8080',
    '[2001:db8::1]',
    '1.2.3.4, 5.6.7.8',
    ' 203.0.113.7 ',
    '999.1.1.1',
    '01.2.3.4',
  ),
  values,
);

const names = [
  ...Object.keys(eventTypes).map((key) => key.split(' ')[0] ?? key),
  ...Object.keys(verbs).map((verb) => `thing_${verb}`),
  ...['constructor', '__proto__', 'toString', '_', 'failed', '_'.repeat(3000)],
];

const people = fc.oneof(
  values,
  fc.record({ id: values, name: texts, email: values, role: values, __extra: values }, { requiredKeys: [] }),
);

const details = fc.oneof(
  values,
  fc.record(
    {
      activity: fc.oneof(
        fc.constantFrom('switch_workspace', 'switch_team', 'sso_login', 'password_login'),
        values,
      ),
      sso_provider: values,
      error: values,
      stop_reason: fc.oneof(fc.constantFrom('too_many_errors', 'user_stop'), values),
      run_once: values,
      request: fc.oneof(
        values,
        fc.record({ ip_address: addresses, user_agent: values, other: values }, { requiredKeys: [] }),
      ),
    },
    { requiredKeys: [] },
  ),
);

const resources = fc.oneof(
  values,
  fc.record(
    {
      id: values,
      name: values,
      type: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...Object.keys(resourceTypes), 'Genie') },
        values,
      ),
      email: values,
      role: values,
      member: people,
      version_no: values,
      file_name: values,
    },
    { requiredKeys: [] },
  ),
);

/** Any record: members present, absent, or of a type that nobody expects. */
export const hostileRecords = fc.record(
  {
    id: values,
    timestamp: values,
    event_type: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...names) }, values),
    workspace: fc.oneof(
      values,
      fc.record({ id: values, name: values, email: values, environment: values }, { requiredKeys: [] }),
    ),
    user: people,
    details,
    resource: resources,
    resource_changes: fc.oneof(
      values,
      fc.record({ name: fc.oneof(values, fc.record({ old_value: values })) }),
    ),
    extra: values,
  },
  { requiredKeys: [] },
);
