// One GET to Workato's activity audit log: from a question to a page, or to an error that says what to do.
import { isUtf8 } from 'node:buffer';
import { MalformedPage } from '../events/malformed-page.js';
import type { Page } from '../events/page.js';
import { cutPage } from '../events/page-reader.js';
import type { Http, HttpResponse } from '../platform/http.js';
import { ACCEPTED_ENCODINGS } from '../platform/http-body.js';
import { parseHttpDate } from '../platform/http-date.js';
import type { Source } from '../pull/source.js';
import { type Answer, explainPage, explainStatus } from './answer.js';
import { buildPath, buildQuery, type SourceFilters } from './query.js';
import type { TokenSource } from './token.js';

export interface ClientOptions {
  /** As `normaliseBaseUrl` leaves it. */
  baseUrl: string;
  /** The customer's workspace on the Embedded endpoint; null on the direct one. */
  managedUserId: string | null;
  token: TokenSource;
  filters: SourceFilters;
  http: Http;
  /** For one request, all of it. */
  timeoutMs: number;
  /** Of this product, for the `User-Agent`. */
  version: string;
  /** Wall clock, for a `Retry-After` that is a date in a response without `Date`. */
  now: () => number;
}

/** A workspace's activity audit log behind Workato's API. */
export function createClient(options: ClientOptions): Source {
  const path = buildPath(options.managedUserId);
  const isEmbedded = options.managedUserId !== null;
  let refusedToken: string | undefined;
  return {
    async readPage(query, signal) {
      const token = await options.token.read();
      const response = await options.http.send({
        url: `${options.baseUrl}${path}${buildQuery(query, options.filters)}`,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'accept-encoding': ACCEPTED_ENCODINGS,
          'user-agent': `workato-audit-logs/${options.version}`,
        },
        timeoutMs: options.timeoutMs,
        signal,
      });
      const serverTime = parseHttpDate(response.headers.get('date'));
      const answer: Answer = {
        url: `${options.baseUrl}${path}`,
        isEmbedded,
        response,
        correlationId: readCorrelationId(response),
        now: serverTime ?? options.now(),
      };
      if (response.status === 401) refusedToken = token;
      if (response.status !== 200) throw explainStatus(answer);
      return {
        events: cut(answer),
        serverTime: serverTime ?? null,
        latencyMs: response.latencyMs,
        correlationId: answer.correlationId,
      };
    },
    async renewToken() {
      // Of several requests under way with the old token, the first has renewed it for all.
      const isRenewed = refusedToken !== undefined && (await options.token.read()) !== refusedToken;
      return isRenewed || options.token.renew();
    },
  };
}

function cut(answer: Answer): Page['events'] {
  try {
    return cutPage(toUtf8(answer.response));
  } catch (error) {
    if (!(error instanceof MalformedPage)) throw error;
    throw explainPage(answer, error);
  }
}

/** JSON is UTF-8 (RFC 8259); a body that is not, and says that it is Latin-1, is brought there. */
function toUtf8({ body, headers }: HttpResponse): Buffer {
  const isLatin1 = /charset="?(iso-8859-1|latin-?1|windows-1252)\b/i.test(headers.get('content-type') ?? '');
  return isLatin1 && !isUtf8(body) ? Buffer.from(body.toString('latin1')) : body;
}

const LONGEST_CORRELATION_ID = 100;

function readCorrelationId({ headers }: HttpResponse): string | undefined {
  const id = headers
    .get('x-correlation-id')
    ?.replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, LONGEST_CORRELATION_ID);
  return id === '' ? undefined : id;
}
