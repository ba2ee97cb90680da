// From what PostgreSQL and its client throw to what an operator can act on.
// SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html
import { abortedError, CollectorError } from '../../platform/errors.js';
import type { PostgresSettings } from './postgres-settings.js';

type Where = Pick<PostgresSettings, 'host' | 'port' | 'database' | 'user' | 'schema' | 'table'>;

/** The error that a failed connection or statement becomes. */
export function toPostgresError(error: unknown, where: Where, signal: AbortSignal): unknown {
  if (signal.aborted) return abortedError(signal);
  if (error instanceof CollectorError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (isRefusal(code)) {
    return new CollectorError('DESTINATION_REFUSED', `PostgreSQL refused it: ${error.message} (${code})`, {
      cause: error,
    });
  }
  const { host, port } = where;
  return new CollectorError('DESTINATION_UNAVAILABLE', `PostgreSQL at ${host}:${port}: ${error.message}`, {
    hint: hintFor(code, error.message, where),
    cause: error,
  });
}

/** Whether jsonb cannot hold the value, although it is JSON: numbers beyond all bounds, nesting beyond the stack. */
export function isUnfitForJsonb(error: unknown): boolean {
  return error instanceof Error && /^(22|54001)/.test(codeOf(error));
}

/** A row that never fits: bad data (22), a constraint that others put on the table (23), a limit of the program (54). */
function isRefusal(code: string): boolean {
  return /^(22|23|54)...$/.test(code) && code !== '23505';
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function hintFor(code: string, message: string, where: Where): string {
  const { database, user, schema, table } = where;
  if (code === '28P01' || code === '28000')
    return `Check user and password, and pg_hba.conf of the server, for ${user}.`;
  if (/SASL|password must be/i.test(message))
    return 'The server asks for a password: give one as password: { env: NAME }.';
  if (code === '3D000') return `Create the database (CREATE DATABASE ${database}), or name another one.`;
  if (code === '3F000') return `Create the schema (CREATE SCHEMA ${schema}), or name another one.`;
  if (code === '42P01') return `Create the table ${schema}.${table}, or set create_table: true.`;
  if (code === '42501')
    return `GRANT INSERT ON ${schema}.${table} TO ${user}; GRANT CREATE ON SCHEMA ${schema} to have it created.`;
  if (code === '42703' || code === '42804' || code === '42P10')
    return `The table ${schema}.${table} has other columns than expected: name another one, and it is created.`;
  if (code === '25006') return 'The server is read-only: give the host of the primary server.';
  if (code === '53100') return 'Free disk space on the server.';
  if (code === '53300')
    return 'The server takes no more connections: raise max_connections, or end idle ones.';
  if (/does not support SSL/i.test(message))
    return 'The server speaks no TLS: switch it on there, or set tls: off for a loopback address.';
  if (/CERT|self[- ]signed|certificate|altname/i.test(`${code} ${message}`))
    return 'Give the authority of the server’s certificate as ca_file, and as host the name that stands in it.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'Check the spelling of host, and the name server of this machine.';
  if (code === 'ECONNREFUSED') return 'Check host and port, and that the server runs and listens there.';
  if (code === 'ENOENT')
    return 'There is no such file or socket: check host, ca_file, cert_file and key_file.';
  return 'Its events wait in the journal until it takes them again.';
}
