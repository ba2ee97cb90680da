// The `http` destination: each batch as one request to an address of the operator's choice, recognisable when it comes again.
import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import type { Destination, DestinationContext, DestinationType } from '../../deliver/destination.js';
import { isCollectorError } from '../../platform/errors.js';
import { flag, oneOf } from '../../platform/fields.js';
import type { HttpResponse } from '../../platform/http.js';
import { secret } from '../../platform/secret.js';
import { endpointSettings, exactAddress, openEndpoint, throwUnlessTaken } from '../shared/http-endpoint.js';
import { headerName, headerSettings, readHeaders, refuseTwice } from '../shared/http-headers.js';
import { joinElements, joinLines } from '../shared/join-lines.js';
import { signRequest } from './http-signature.js';

const compress = promisify(gzip);

/** What an `http` destination can be told. */
export const HttpSettings = z
  .strictObject({
    url: exactAddress.describe('Where batches are sent, path and query included.'),
    method: oneOf('POST', 'PUT').default('POST').describe('The method of each request.'),
    body: oneOf('array', 'ndjson')
      .default('array')
      .describe(
        'How a batch is written: one JSON array of records (application/json), or a record a line (application/x-ndjson).',
      ),
    gzip: flag().default(false).describe('Compress each body with gzip (Content-Encoding: gzip).'),
    ...headerSettings,
    signing_secret: secret()
      .optional()
      .describe(
        'Sign each request with this key, as Standard Webhooks do: { env: NAME } or { file: PATH }. Either any text, or whsec_ and the key in base64.',
      ),
    idempotency_header: headerName
      .default('Idempotency-Key')
      .describe('The header that carries the key of a batch, the same for every try of it.'),
    ...endpointSettings,
  })
  .superRefine((settings, context) =>
    refuseTwice(settings, context, [
      settings.idempotency_header,
      ...(settings.signing_secret ? ['webhook-id', 'webhook-timestamp', 'webhook-signature'] : []),
    ]),
  );
export type HttpSettings = z.infer<typeof HttpSettings>;

/** Sends to any receiver of HTTP requests. One that remembers the keys has every event once. */
export const http: DestinationType<HttpSettings> = {
  type: 'http',
  settings: HttpSettings,
  limits: { events: 500, bytes: 2 ** 20 },

  /** Sends an empty batch: nothing else shows whether address, credentials and signature are right. That it is empty may be refused. */
  async check(settings, context, signal) {
    const sender = await openSender(settings, context);
    try {
      const empty = settings.body === 'array' ? Buffer.from('[]') : Buffer.alloc(0);
      throwUnlessTaken(await sender.send(empty, hash(`check ${randomUUID()}`), signal), context);
    } catch (error: unknown) {
      if (!isCollectorError(error, 'DESTINATION_REFUSED')) throw error;
    } finally {
      await sender.close();
    }
  },

  async open(settings, context): Promise<Destination> {
    const sender = await openSender(settings, context);
    const join = settings.body === 'array' ? joinElements : joinLines;
    return {
      async write(batch, signal) {
        throwUnlessTaken(await sender.send(join(batch), hash(batch.id), signal), context);
        return { refused: [], resume: null };
      },
      close: sender.close,
    };
  },
};

/** Sends one body after another, under a key each. */
interface Sender {
  send(body: Buffer, key: string, signal: AbortSignal): Promise<HttpResponse>;
  close(): Promise<void>;
}

async function openSender(settings: HttpSettings, context: DestinationContext): Promise<Sender> {
  const { url, method, signing_secret } = settings;
  const headers = {
    ...(await readHeaders(settings, context.logger)),
    'Content-Type': settings.body === 'array' ? 'application/json' : 'application/x-ndjson',
    ...(settings.gzip ? { 'Content-Encoding': 'gzip' } : {}),
  };
  const signingKey = await signing_secret?.read(context.logger);
  const endpoint = openEndpoint(settings, context);
  return {
    async send(content, key, signal) {
      const body = settings.gzip ? await compress(content) : content;
      const signature = signingKey && signRequest(signingKey, key, context.clock.now(), body);
      return endpoint.send({
        url,
        method,
        headers: { ...headers, [settings.idempotency_header]: key, ...(signature || {}) },
        body,
        signal,
      });
    },
    close: endpoint.close,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
