// What files and objects are made of: a stretch of events as lines, as compressed lines or as Parquet.
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Delivery } from '../../deliver/destination.js';
import { throwIfAborted } from '../../platform/errors.js';
import { oneOf } from '../../platform/fields.js';
import { joinInPieces, joinLines } from '../shared/join-lines.js';
import { openParquet, type ParquetCompression } from './parquet.js';

type EncodingName = 'ndjson' | 'ndjson_gzip' | 'parquet';

/** How events become the content of one file. The same events always make the same bytes. */
export interface Encoding {
  /** Of the file's name. */
  extension: string;
  contentType: string;
  /** @throws CollectorError ABORTED. */
  encode(deliveries: readonly Delivery[], signal: AbortSignal): Promise<Uint8Array>;
}

/** The settings of a destination that writes files or objects; `standard` is its encoding where none is named. */
export function encodingSettings(standard: EncodingName) {
  return {
    encoding: oneOf('ndjson', 'ndjson_gzip', 'parquet')
      .default(standard)
      .describe(
        '`ndjson`: one event a line. `ndjson_gzip`: the same, compressed. `parquet`: a table with a column for each field, and the whole event in the column `record`.',
      ),
    parquet_compression: oneOf('snappy', 'zstd')
      .default('snappy')
      .describe('How Parquet is compressed. `zstd` makes smaller files and needs Node.js 22.15 or later.'),
  };
}

/** @throws CollectorError CONFIG_INVALID where something that it needs is not installed. */
export async function openEncoding(settings: {
  encoding: EncodingName;
  parquet_compression: ParquetCompression;
}): Promise<Encoding> {
  switch (settings.encoding) {
    case 'ndjson':
      return { extension: '.ndjson', contentType: 'application/x-ndjson', encode: joinAll };
    case 'ndjson_gzip':
      return { extension: '.ndjson.gz', contentType: 'application/gzip', encode: compress };
    case 'parquet': {
      const encode = await openParquet(settings.parquet_compression);
      return { extension: '.parquet', contentType: 'application/vnd.apache.parquet', encode };
    }
  }
}

async function joinAll(deliveries: readonly Delivery[]): Promise<Uint8Array> {
  return joinLines({ deliveries });
}

/** The header of Node's gzip holds no time and no name. */
async function compress(deliveries: readonly Delivery[], signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  const collect = async (compressed: AsyncIterable<Buffer>) => {
    for await (const piece of compressed) pieces.push(piece);
  };
  try {
    await pipeline(joinInPieces({ deliveries }), createGzip(), collect, { signal });
  } catch (error: unknown) {
    throwIfAborted(signal);
    throw error;
  }
  return Buffer.concat(pieces);
}
