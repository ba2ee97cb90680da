// A batch as a Parquet file: columns that every file has, one for each field of the records in the batch, and the record itself.
import * as zlib from 'node:zlib';
import type { SchemaElement } from 'hyparquet-writer';
import type { Delivery } from '../../deliver/destination.js';
import { CollectorError, throwIfAborted } from '../../platform/errors.js';
import { letOthersRun } from '../../platform/let-others-run.js';
import { loadSdk } from '../shared/load-sdk.js';
import { parseExactly } from './exact-json.js';
import { ColumnFinder, type ColumnKind, type RecordColumn, valueAt } from './parquet-columns.js';

export type ParquetCompression = 'snappy' | 'zstd';

const PACKAGE = 'hyparquet-writer';
/** So many rows are encoded at a stretch: a tenth of a second, and as much as is held in memory beside the batch. */
const ROWS_AT_ONCE = 5_000;
const CREATED_BY = 'workato-audit-logs';

type Cell = string | bigint | number | boolean | Uint8Array | Date | null;
type Layout = Omit<SchemaElement, 'name' | 'repetition_type'>;

interface Column {
  name: string;
  layout: Layout;
  isRequired?: boolean;
  cell: (delivery: Delivery, record: unknown) => Cell;
}

const TEXT: Layout = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
const INTEGER: Layout = { type: 'INT64' };
const TIME: Layout = {
  type: 'INT64',
  converted_type: 'TIMESTAMP_MILLIS',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
};
const LAYOUTS: Readonly<Record<ColumnKind, Layout>> = {
  text: TEXT,
  integer: INTEGER,
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
};

const FIRST: readonly Column[] = [
  { name: 'position', layout: INTEGER, isRequired: true, cell: ({ event }) => BigInt(event.position) },
  { name: 'id', layout: TEXT, isRequired: true, cell: ({ event }) => event.key },
  {
    name: 'event_time',
    layout: TIME,
    cell: ({ event }) => (event.time === null ? null : new Date(event.time)),
  },
  { name: 'first_seen', layout: TIME, isRequired: true, cell: ({ event }) => new Date(event.firstSeen) },
  { name: 'workspace', layout: TEXT, isRequired: true, cell: ({ event }) => event.workspace },
  { name: 'event_type', layout: TEXT, cell: ({ event }) => event.type },
  { name: 'user', layout: TEXT, cell: ({ event }) => event.user },
  { name: 'resource_type', layout: TEXT, cell: ({ event }) => event.resourceType },
];
const RECORD: Column = { name: 'record', layout: TEXT, isRequired: true, cell: ({ line }) => line };
const TAKEN = [...FIRST, RECORD].map(({ name }) => name);

/** Turns events into a whole Parquet file; the same events always make the same bytes. */
export type ParquetEncoder = (deliveries: readonly Delivery[], signal: AbortSignal) => Promise<Uint8Array>;

/** @throws CollectorError CONFIG_INVALID where the package, or zstd, is not there. */
export async function openParquet(compression: ParquetCompression): Promise<ParquetEncoder> {
  const compressors = compression === 'zstd' ? { ZSTD: findZstd() } : {};
  const { ByteWriter, ParquetWriter } = await loadSdk(PACKAGE, () => import('hyparquet-writer'));
  return async (deliveries, signal) => {
    const columns = [...FIRST, ...(await findColumns(deliveries, signal)).map(toColumn), RECORD];
    const writer = new ByteWriter();
    const file = new ParquetWriter({
      writer,
      schema: schemaOf(columns),
      codec: compression === 'zstd' ? 'ZSTD' : 'SNAPPY',
      compressors,
      createdBy: CREATED_BY,
    });
    for await (const rows of inTurns(deliveries, signal)) {
      const records = rows.map(({ line }) => parseExactly(line));
      const columnData = columns.map(({ name, cell }) => ({
        name,
        data: rows.map((row, index) => cell(row, records[index])),
        ...(name === RECORD.name ? { statistics: false, encoding: 'PLAIN' as const } : {}),
      }));
      await file.write({ columnData, rowGroupSize: rows.length });
    }
    await file.finish();
    return writer.getBytes();
  };
}

async function findColumns(
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<readonly RecordColumn[]> {
  const finder = new ColumnFinder();
  for await (const rows of inTurns(deliveries, signal)) {
    for (const { line } of rows) finder.add(parseExactly(line));
  }
  return finder.columns(TAKEN);
}

async function* inTurns(
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): AsyncGenerator<readonly Delivery[]> {
  for (let at = 0; at < deliveries.length; at += ROWS_AT_ONCE) {
    yield deliveries.slice(at, at + ROWS_AT_ONCE);
    await letOthersRun();
    throwIfAborted(signal);
  }
}

function toColumn({ name, kind, path }: RecordColumn): Column {
  return { name, layout: LAYOUTS[kind], cell: (_delivery, record) => toCell(valueAt(record, path), kind) };
}

function toCell(value: unknown, kind: ColumnKind): Cell {
  if (value === null || value === undefined) return null;
  if (kind === 'text') return typeof value === 'string' ? value : JSON.stringify(value);
  if (typeof value === 'number') return kind === 'integer' ? BigInt(value) : value;
  return value === true;
}

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(
      ({ name, layout, isRequired }): SchemaElement => ({
        name,
        ...layout,
        repetition_type: isRequired ? 'REQUIRED' : 'OPTIONAL',
      }),
    ),
  ];
}

function findZstd(): (bytes: Uint8Array) => Uint8Array {
  const compress: unknown = Reflect.get(zlib, 'zstdCompressSync');
  if (typeof compress === 'function') return (bytes) => compress(bytes);
  throw new CollectorError(
    'CONFIG_INVALID',
    `Node.js ${globalThis.process.version} cannot compress with zstd; Node.js 22.15 or later was expected.`,
    { hint: 'Use a newer Node.js, or compression: snappy.' },
  );
}
