// What destinations that speak HTTP share: their address, how they send, and what an answer means.
import { z } from 'zod';
import type { DestinationContext } from '../../deliver/destination.js';
import { CollectorError, isCollectorError } from '../../platform/errors.js';
import { duration, text } from '../../platform/fields.js';
import { createHttp, type HttpRequest, type HttpResponse } from '../../platform/http.js';
import { LONGEST_RETRY_AFTER_MS, parseRetryAfter } from '../../platform/retry.js';
import { escapeControls, shorten } from '../../platform/text.js';

const URL_FORM = 'an address such as https://collector.example.com:8088, without user name and password';
const LONGEST_ANSWER_BYTES = 8 * 2 ** 20;
const LONGEST_SNIPPET = 200;

/** An address over http or https, asked exactly as it is. Credentials in it are refused: they have settings of their own. */
export const exactAddress = z
  .string({ error: URL_FORM })
  .refine((value) => isAddress(value), { error: URL_FORM });

/** An address over http or https, without slashes at its end. */
export const address = exactAddress.transform((value) => value.replace(/\/+$/, ''));

/** An address that paths are added to: one without a query. */
export const baseAddress = exactAddress
  .refine((value) => !value.includes('?'), { error: `${URL_FORM}, and without a query` })
  .transform((value) => value.replace(/\/+$/, ''));

/** The settings that every destination over HTTP has beside its address. */
export const endpointSettings = {
  ca_file: text('the path of a PEM file')
    .optional()
    .describe('A PEM file with further certificate authorities to trust.'),
  timeout: duration('100ms', '10m').prefault('30s').describe('How long one request may take.'),
};

export interface EndpointSettings {
  ca_file?: string | undefined;
  timeout: number;
}

/** An address that batches are sent to, over connections that are kept open. */
export interface Endpoint {
  /**
   * Sends one request and returns the whole answer, whatever its status.
   * @throws CollectorError DESTINATION_UNAVAILABLE where none came, ABORTED.
   */
  send(request: Omit<HttpRequest, 'timeoutMs'>): Promise<HttpResponse>;
  close(): Promise<void>;
}

export function openEndpoint(settings: EndpointSettings, context: DestinationContext): Endpoint {
  const { clock, proxy, caFiles } = context;
  const http = createHttp({
    clock,
    proxy,
    caFiles: settings.ca_file === undefined ? [] : [...caFiles, settings.ca_file],
    maxBytes: LONGEST_ANSWER_BYTES,
  });
  return {
    async send(request) {
      try {
        return await http.send({ ...request, timeoutMs: settings.timeout });
      } catch (error: unknown) {
        if (!isCollectorError(error) || error.code === 'ABORTED' || error.code === 'CONFIG_INVALID')
          throw error;
        throw new CollectorError('DESTINATION_UNAVAILABLE', error.message, {
          hint: error.hint,
          cause: error,
        });
      }
    },
    close: () => http.close(),
  };
}

/**
 * What a status says of a batch. Returns where it was taken (2xx).
 * @throws CollectorError DESTINATION_UNAVAILABLE where the same batch should be tried again, its `retryAfterMs` from `Retry-After`;
 * DESTINATION_REFUSED where it never will be taken as it is: 400, 413, 422. Any other status is about the request, not about its
 * events: they wait.
 */
export function throwUnlessTaken(response: HttpResponse, context: Pick<DestinationContext, 'clock'>): void {
  const { status } = response;
  if (status >= 200 && status < 300) return;
  const message = `It answered ${status}: ${snippetOf(response)}`;
  const hint = hintFor(status);
  if (hint === null) throw new CollectorError('DESTINATION_REFUSED', message, { status });
  throw new CollectorError('DESTINATION_UNAVAILABLE', message, {
    hint,
    status,
    retryAfterMs: retryAfterOf(response, context.clock.now()),
  });
}

/** Milliseconds that the answer asks to wait; undefined where it does not say. */
export function retryAfterOf({ headers }: HttpResponse, now: number): number | undefined {
  const date = Date.parse(headers.get('date') ?? '');
  const waitMs = parseRetryAfter(headers.get('retry-after'), Number.isNaN(date) ? now : date);
  return waitMs === undefined ? undefined : Math.min(waitMs, LONGEST_RETRY_AFTER_MS);
}

/** What the operator does about a status that may change; null where the batch itself is at fault. */
function hintFor(status: number): string | null {
  if (status === 400 || status === 413 || status === 422) return null;
  if (status < 200) return 'Check that the address leads to the destination and not to something else.';
  if (status < 400) return 'Redirects are not followed: give the address that it leads to.';
  if (status === 401 || status === 403) return 'Check the credentials, and what they are allowed to do.';
  if (status === 407) return 'The proxy asks for credentials: give them in HTTPS_PROXY.';
  if (status === 404 || status === 405 || status === 410) return 'Check the path of the address.';
  if (status === 409) return 'Usually an earlier try of the same batch is still being worked on.';
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return 'Its events wait in the journal until it takes them again.';
  return 'It does not take requests of this kind: compare the settings with what it expects.';
}

/** The beginning of an answer's body, fit to be printed. */
export function snippetOf({ body }: HttpResponse): string {
  const start = body.subarray(0, 4 * LONGEST_SNIPPET).toString('utf8');
  const line = escapeControls(start.replace(/\s+/g, ' ').trim());
  return line === '' ? 'an empty answer' : shorten(line, LONGEST_SNIPPET);
}

function isAddress(value: string): boolean {
  if (!URL.canParse(value) || /\s/.test(value)) return false;
  const { protocol, username, password, hash } = new URL(value);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '' && hash === '';
}
