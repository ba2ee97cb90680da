// What a `postgres` destination can be told.
import { z } from 'zod';
import { duration, flag, oneOf, text, wholeNumber } from '../../platform/fields.js';
import { secret } from '../../platform/secret.js';

const NAME_FORM = 'a name of at most 63 letters, digits and _, not beginning with a digit';
const identifier = z
  .string({ error: NAME_FORM })
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, { error: NAME_FORM });

/** What a `postgres` destination can be told. */
export const PostgresSettings = z.strictObject({
  host: text('a host name, or the folder of a Unix socket', 255)
    .default('localhost')
    .describe('Where the server is: a host name, an address, or the folder of its Unix socket.'),
  port: wholeNumber(1, 65_535).default(5432).describe('The port that it listens on.'),
  database: text('the name of a database', 63).describe('The database. It has to be there.'),
  user: text('the name of a user', 63).describe(
    'The user, who must be allowed to insert, and at first to create the table.',
  ),
  password: secret()
    .optional()
    .describe('The password: `{ env: NAME }` or `{ file: PATH }`. None: as the server trusts the user.'),
  schema: identifier.default('public').describe('The schema of the table. It has to be there.'),
  table: identifier.default('workato_audit_logs').describe('The table.'),
  create_table: flag().default(true).describe('Create the table, and an index by time, where it is missing.'),
  tls: oneOf('verify', 'require', 'off')
    .default('verify')
    .describe(
      '`verify`: encrypted, and the server’s certificate is checked. `require`: encrypted, whoever answers. `off`: for a loopback address or a Unix socket.',
    ),
  ca_file: text('the path of a PEM file')
    .optional()
    .describe('A PEM file with further certificate authorities to trust.'),
  cert_file: text('the path of a PEM file').optional().describe('A client certificate, in PEM form.'),
  key_file: text('the path of a PEM file')
    .optional()
    .describe('The key of the client certificate, in PEM form.'),
  timeout: duration('100ms', '10m').prefault('30s').describe('How long connecting or one batch may take.'),
});
export type PostgresSettings = z.infer<typeof PostgresSettings>;
