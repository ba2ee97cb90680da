// The body of a response: counted while it comes, decompressed, and given up as soon as it is too large either way.
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { CollectorError } from './errors.js';

/** What a server may be told that this side understands. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** More layers than this are an attack. */
const MOST_LAYERS = 3;

type Decode = (body: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>;

const decodeZlib = promisify(inflate) as Decode;
const decodeRaw = promisify(inflateRaw) as Decode;
const decoders: Readonly<Record<string, Decode>> = {
  gzip: promisify(gunzip) as Decode,
  br: promisify(brotliDecompress) as Decode,
  // Some servers send bare deflate data under this name; a zlib header always has 8 in its low four bits.
  deflate: (body, limit) => (((body[0] ?? 0) & 0x0f) === 8 ? decodeZlib : decodeRaw)(body, limit),
};

/** A body that was sent compressed and cannot be decompressed. */
export class BrokenEncoding extends Error {}

/**
 * Reads `stream` to its end and decodes what `encoding` (a `Content-Encoding` header) names.
 * @throws CollectorError UNEXPECTED_RESPONSE beyond `maxBytes`, before or after decompression, or with an unknown encoding;
 * BrokenEncoding; whatever the stream throws.
 */
export async function decodeBody(
  stream: Readable,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  let body = await collect(stream, maxBytes);
  if (body.length === 0) return body;
  for (const decode of readLayers(encoding)) body = await decodeLayer(decode, body, maxBytes);
  return body;
}

async function collect(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const [only, second] = chunks;
  return only !== undefined && second === undefined ? only : Buffer.concat(chunks, bytes);
}

/** The decoders of a `Content-Encoding`, in the order in which the layers come off. */
function readLayers(encoding: string | undefined): Decode[] {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace(/^x-/, ''))
    .filter((name) => name !== '' && name !== 'identity');
  const layers = names.map((name) => (Object.hasOwn(decoders, name) ? decoders[name] : undefined));
  const known = layers.filter((layer) => layer !== undefined);
  if (known.length === names.length && known.length <= MOST_LAYERS) return known.reverse();
  throw new CollectorError(
    'UNEXPECTED_RESPONSE',
    `The response is encoded as "${names.join(', ').slice(0, 100)}"; expected one of ${ACCEPTED_ENCODINGS}.`,
    { hint: 'A proxy in between may have changed the response. Report it to whoever runs the proxy.' },
  );
}

async function decodeLayer(decode: Decode, body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new BrokenEncoding(error.message, { cause: error });
  }
}

function tooLarge(maxBytes: number): CollectorError {
  return new CollectorError(
    'UNEXPECTED_RESPONSE',
    `The response is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB and was not read on; expected a page of at most 100 records.`,
    { hint: 'Check that the address leads where it should, and not to something else.' },
  );
}
