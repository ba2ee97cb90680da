// The `postgres` destination: one row an event in a table of its own, each exactly once by its key.
import type { DestinationType } from '../../deliver/destination.js';
import { connectPostgres } from './postgres-connection.js';
import { toPostgresError } from './postgres-errors.js';
import { PostgresSettings } from './postgres-settings.js';
import { createTable, insertRows, proveTable } from './postgres-table.js';

/** Inserts into a table of PostgreSQL 12 or later. */
export const postgres: DestinationType<PostgresSettings> = {
  type: 'postgres',
  settings: PostgresSettings,
  limits: { events: 2_000, bytes: 4 * 2 ** 20 },
  placeOf: ({ host, port, database, schema, table }) => `${host}:${port}/${database}/${schema}.${table}`,

  async check(settings, context, signal) {
    const connection = await connectPostgres(settings, context, signal);
    try {
      await proveTable(connection, settings);
    } catch (error: unknown) {
      throw toPostgresError(error, settings, signal);
    } finally {
      await connection.close();
    }
  },

  async open(settings, context) {
    const opening = new AbortController();
    const connection = await connectPostgres(settings, context, opening.signal);
    try {
      if (settings.create_table) await createTable(connection, settings);
    } catch (error: unknown) {
      await connection.close();
      throw toPostgresError(error, settings, opening.signal);
    }
    return {
      async write(batch, signal) {
        try {
          await connection.during(signal, () => insertRows(connection, settings, batch));
          return { refused: [], resume: null };
        } catch (error: unknown) {
          throw toPostgresError(error, settings, signal);
        }
      },
      close: () => connection.close(),
    };
  },
};
