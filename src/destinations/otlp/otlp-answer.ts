// What an OTLP receiver answers: taken, taken in part, or not at all and why. In protocol buffers or JSON, as its type of content says.
import { z } from 'zod';
import type { DestinationContext } from '../../deliver/destination.js';
import { CollectorError } from '../../platform/errors.js';
import type { HttpResponse } from '../../platform/http.js';
import { snippetOf, throwUnlessTaken } from '../shared/http-endpoint.js';
import { type ProtobufField, readProtobuf } from './otlp-protobuf.js';

/** `ExportLogsPartialSuccess`. */
export interface PartialSuccess {
  rejected: number;
  message: string;
}

const JsonAnswer = z.looseObject({
  partialSuccess: z
    .looseObject({
      rejectedLogRecords: z.union([z.string(), z.number()]).default(0),
      errorMessage: z.string().default(''),
    })
    .nullish(),
});
const JsonStatus = z.looseObject({ message: z.string() });

/**
 * How many records were not taken, of a request that was.
 * @throws CollectorError as `throwUnlessTaken`; DESTINATION_UNAVAILABLE where what answered is no OTLP receiver.
 */
export function readPartialSuccess(
  response: HttpResponse,
  context: Pick<DestinationContext, 'clock'>,
): PartialSuccess {
  throwUnlessTaken(withStatusMessage(response), context);
  try {
    if (response.body.length === 0) return { rejected: 0, message: '' };
    if (isProtobuf(response)) return ofProtobuf(response.body);
    if (isJson(response)) return ofJson(response.body);
  } catch {}
  const { status } = response;
  throw new CollectorError(
    'DESTINATION_UNAVAILABLE',
    `What answered ${status} is no OTLP receiver: ${snippetOf(response)}`,
    { status, hint: 'Give the address that takes logs over HTTP, such as http://localhost:4318/v1/logs.' },
  );
}

function ofProtobuf(body: Buffer): PartialSuccess {
  const inner = readProtobuf(body).get(1);
  const fields = Buffer.isBuffer(inner) ? readProtobuf(inner) : new Map<number, ProtobufField>();
  const rejected = fields.get(1);
  return { rejected: typeof rejected === 'bigint' ? Number(rejected) : 0, message: textOf(fields.get(2)) };
}

function ofJson(body: Buffer): PartialSuccess {
  const { partialSuccess } = JsonAnswer.parse(JSON.parse(body.toString('utf8')));
  if (!partialSuccess) return { rejected: 0, message: '' };
  const rejected = Number(partialSuccess.rejectedLogRecords);
  if (!Number.isInteger(rejected) || rejected < 0) throw new RangeError('a number of records was expected');
  return { rejected, message: partialSuccess.errorMessage };
}

/** Failures are told as google.rpc.Status; its message takes the place of the body, which people may not be able to read. */
function withStatusMessage(response: HttpResponse): HttpResponse {
  if (response.status < 300) return response;
  try {
    const message = isProtobuf(response)
      ? textOf(readProtobuf(response.body).get(2))
      : JsonStatus.parse(JSON.parse(response.body.toString('utf8'))).message;
    return message === '' ? response : { ...response, body: Buffer.from(message) };
  } catch {
    return response;
  }
}

function textOf(field: ProtobufField | undefined): string {
  return Buffer.isBuffer(field) ? field.toString('utf8') : '';
}

function isProtobuf({ headers }: HttpResponse): boolean {
  return /protobuf/i.test(headers.get('content-type') ?? '');
}

function isJson({ headers }: HttpResponse): boolean {
  return /json/i.test(headers.get('content-type') ?? '');
}
