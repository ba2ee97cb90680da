// One connection to PostgreSQL that ends at once when it is told to.
import { readFile } from 'node:fs/promises';
import type { Client, ClientConfig } from 'pg';
import type { DestinationContext } from '../../deliver/destination.js';
import { throwIfAborted } from '../../platform/errors.js';
import { loadSdk } from '../shared/load-sdk.js';
import { toPostgresError } from './postgres-errors.js';
import type { PostgresSettings } from './postgres-settings.js';

export interface PostgresConnection {
  query(text: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Does `work`; when `signal` fires, the connection is cut and `work` fails. @throws CollectorError ABORTED before it begins. */
  during<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Connects. @throws CollectorError DESTINATION_UNAVAILABLE with the remedy, CONFIG_INVALID, ABORTED. */
export async function connectPostgres(
  settings: PostgresSettings,
  context: DestinationContext,
  signal: AbortSignal,
): Promise<PostgresConnection> {
  throwIfAborted(signal);
  const { default: pg } = await loadSdk('pg', () => import('pg'));
  const client = new pg.Client(await configOf(settings, context));
  // A connection that dies while nothing is asked of it shows at the next question.
  client.on('error', () => undefined);
  const connection = wrap(client);
  try {
    await connection.during(signal, () => client.connect());
    // Acknowledged means on disk, whatever the server's default is.
    await connection.query('SET synchronous_commit TO on');
    return connection;
  } catch (error: unknown) {
    await connection.close();
    throw toPostgresError(error, settings, signal);
  }
}

function wrap(client: Client): PostgresConnection {
  return {
    async query(text, values = []) {
      const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
      return rows;
    },
    async during(signal, work) {
      throwIfAborted(signal);
      const cut = () => cutOff(client);
      signal.addEventListener('abort', cut, { once: true });
      try {
        return await work();
      } finally {
        signal.removeEventListener('abort', cut);
      }
    },
    async close() {
      const farewell = client.end().catch(() => undefined);
      cutOff(client);
      await farewell;
    },
  };
}

/** Saying goodbye would wait for a server that may not answer; PostgreSQL takes a cut connection for the same. */
function cutOff(client: Client): void {
  client.connection.stream.destroy();
}

async function configOf(
  settings: PostgresSettings,
  { caFiles, logger }: DestinationContext,
): Promise<ClientConfig> {
  const { host, port, database, user, timeout } = settings;
  const password = await settings.password?.read(logger);
  return {
    host,
    port,
    database,
    user,
    // Never from PGPASSWORD or ~/.pgpass: what is not configured is not used.
    password: password ?? '',
    ssl: settings.tls === 'off' ? false : await tlsOf(settings, caFiles),
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    application_name: 'workato-audit-logs',
    keepAlive: true,
  };
}

async function tlsOf({ tls, ca_file, cert_file, key_file }: PostgresSettings, caFiles: readonly string[]) {
  const read = async (path: string | undefined) => (path === undefined ? undefined : readFile(path, 'utf8'));
  const authorities =
    ca_file === undefined
      ? []
      : await Promise.all([ca_file, ...caFiles].map((path) => readFile(path, 'utf8')));
  const [cert, key] = await Promise.all([read(cert_file), read(key_file)]);
  return {
    rejectUnauthorized: tls === 'verify',
    ...(authorities.length === 0 ? {} : { ca: authorities }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}
