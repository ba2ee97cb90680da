// The table: what it looks like, whether it can be used, and how a batch gets into it.
import type { Batch, Delivery } from '../../deliver/destination.js';
import { CollectorError } from '../../platform/errors.js';
import type { PostgresConnection } from './postgres-connection.js';
import { isUnfitForJsonb } from './postgres-errors.js';
import type { PostgresSettings } from './postgres-settings.js';
import { toJsonbText, toPostgresText } from './postgres-text.js';

type Place = Pick<PostgresSettings, 'schema' | 'table'>;

/** In the order of the insert; `base_url`, `workspace_id` and `event_id` are the key. */
const COLUMNS = [
  ['base_url', 'text'],
  ['workspace_id', 'text'],
  ['event_id', 'text'],
  ['event_time', 'timestamptz'],
  ['first_seen', 'timestamptz'],
  ['workspace', 'text'],
  ['event_type', 'text'],
  ['user_name', 'text'],
  ['resource_type', 'text'],
  ['journal_position', 'bigint'],
  ['record', 'jsonb'],
  ['raw', 'text'],
] as const;

const REQUIRED = new Set([
  'base_url',
  'workspace_id',
  'event_id',
  'first_seen',
  'workspace',
  'journal_position',
  'raw',
]);

/** Creates the table and its index by time, where they are missing. */
export async function createTable(connection: PostgresConnection, { schema, table }: Place): Promise<void> {
  if (await findTable(connection, { schema, table })) return;
  const columns = COLUMNS.map(([name, type]) => `${name} ${type}${REQUIRED.has(name) ? ' NOT NULL' : ''}`);
  await connection.query(
    `CREATE TABLE IF NOT EXISTS ${quote(schema)}.${quote(table)} (${columns.join(', ')}, PRIMARY KEY (base_url, workspace_id, event_id))`,
  );
  const index = `${table.slice(0, 50)}_event_time`;
  await connection.query(
    `CREATE INDEX IF NOT EXISTS ${quote(index)} ON ${quote(schema)}.${quote(table)} (event_time)`,
  );
}

/** Makes sure, without a row, that events could be inserted. @throws CollectorError DESTINATION_UNAVAILABLE with the remedy. */
export async function proveTable(connection: PostgresConnection, settings: PostgresSettings): Promise<void> {
  const { schema, table, user } = settings;
  const [state] = await connection.query(
    'SELECT pg_is_in_recovery() AS standby, to_regnamespace($1) AS schema',
    [quote(schema)],
  );
  if (state?.['standby'] === true) {
    throw unusable('The server is a standby: it takes no rows.', 'Give the host of the primary server.');
  }
  if (state?.['schema'] === null) {
    throw unusable(
      `There is no schema "${schema}".`,
      `Create it (CREATE SCHEMA ${schema}), or name another one.`,
    );
  }
  if (!(await findTable(connection, settings))) {
    if (!settings.create_table) {
      throw unusable(`There is no table ${schema}.${table}.`, 'Create it, or set create_table: true.');
    }
    const [may] = await connection.query("SELECT has_schema_privilege($1, 'CREATE') AS create", [schema]);
    if (may?.['create'] === true) return;
    throw unusable(
      `There is no table ${schema}.${table}, and ${user} may not create it.`,
      `GRANT CREATE ON SCHEMA ${schema} TO ${user}, or have the table created for you.`,
    );
  }
  const [may] = await connection.query("SELECT has_table_privilege($1, 'INSERT') AS insert", [
    `${quote(schema)}.${quote(table)}`,
  ]);
  if (may?.['insert'] !== true) {
    throw unusable(
      `${user} may not insert into ${schema}.${table}.`,
      `GRANT INSERT ON ${schema}.${table} TO ${user}.`,
    );
  }
  await connection.query(
    `SELECT ${COLUMNS.map(([name]) => name).join(', ')} FROM ${quote(schema)}.${quote(table)} LIMIT 0`,
  );
}

/**
 * Inserts the batch in one statement, leaving out rows that are there. Where the one event of a batch cannot be jsonb (a number
 * beyond all bounds, say), its row gets no `record`: `raw` holds it.
 */
export async function insertRows(
  connection: PostgresConnection,
  { schema, table }: Place,
  batch: Batch,
): Promise<void> {
  const names = COLUMNS.map(([name]) => name).join(', ');
  const arrays = COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
  const insert = `INSERT INTO ${quote(schema)}.${quote(table)} (${names}) SELECT * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`;
  const rows = batch.deliveries.map(toRow);
  const columns = COLUMNS.map((_, column) => rows.map((row) => row[column] ?? null));
  try {
    await connection.query(insert, columns);
  } catch (error: unknown) {
    if (rows.length > 1 || !isUnfitForJsonb(error)) throw error;
    const record = COLUMNS.findIndex(([name]) => name === 'record');
    await connection.query(insert, columns.with(record, [null]));
  }
}

function toRow({ event, line }: Delivery): readonly (string | number | null)[] {
  const raw = Buffer.from(line).toString('utf8');
  return [
    event.baseUrl,
    workspaceIdOf(event),
    toPostgresText(event.key),
    toInstant(event.time),
    toInstant(event.firstSeen),
    toPostgresText(event.workspace),
    toPostgresText(event.type),
    toPostgresText(event.user),
    toPostgresText(event.resourceType),
    event.position,
    toJsonbText(raw),
    raw,
  ];
}

/** Workato's id of the workspace, which outlives renames and journals; the name that it has here where the record does not say. */
function workspaceIdOf({ raw, workspace }: Delivery['event']): string {
  const record: unknown = JSON.parse(Buffer.from(raw).toString('utf8'));
  const id = isMapping(record) && isMapping(record['workspace']) ? record['workspace']['id'] : undefined;
  return toPostgresText(typeof id === 'number' || typeof id === 'string' ? String(id) : `name:${workspace}`);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const MOST_MS = Date.UTC(9999, 0, 1);

function toInstant(time: number | null): string | null {
  return time === null || Math.abs(time) > MOST_MS ? null : new Date(time).toISOString();
}

async function findTable(connection: PostgresConnection, { schema, table }: Place): Promise<boolean> {
  const [found] = await connection.query('SELECT to_regclass($1) IS NOT NULL AS found', [
    `${quote(schema)}.${quote(table)}`,
  ]);
  return found?.['found'] === true;
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function unusable(message: string, hint: string): CollectorError {
  return new CollectorError('DESTINATION_UNAVAILABLE', message, { hint });
}
