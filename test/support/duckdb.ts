// An independent reader of Parquet: what it says of a file is what the world will see.
import { DuckDBInstance } from '@duckdb/node-api';

/** The rows that `sql` gives, values as JSON has them; bigint as text. */
export async function queryDuckDb(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Columns of the files at `path` (which may hold wildcards) and their types, in order. */
export async function describeParquet(path: string): Promise<Record<string, string>> {
  const rows = await queryDuckDb(`DESCRIBE SELECT * FROM read_parquet('${path}')`);
  return Object.fromEntries(rows.map((row) => [String(row['column_name']), String(row['column_type'])]));
}
