// What an answer means that is not a page: its code, a message with the server's own words, and what the operator does next.
// Statuses and bodies as Workato documents them: https://docs.workato.com/workato-api.html#http-response-codes
import type { MalformedPage } from '../events/malformed-page.js';
import { CollectorError, type ErrorCode } from '../platform/errors.js';
import type { HttpResponse } from '../platform/http.js';
import { parseRetryAfter } from '../platform/retry.js';
import { redact } from '../platform/secrets.js';
import { escapeControls, shorten } from '../platform/text.js';
import { listRegions } from './regions.js';

/** A response and where it came from. */
export interface Answer {
  /** Without the query. */
  url: string;
  isEmbedded: boolean;
  response: HttpResponse;
  correlationId: string | undefined;
  /** The server's time, or the local clock; epoch milliseconds. */
  now: number;
}

/** The error that a status other than 200 is. */
export function explainStatus(answer: Answer): CollectorError {
  const { status } = answer.response;
  const meaning = meaningOf(status, answer);
  return fail(answer, `answered ${status}${meaning.what}`, meaning);
}

/** The error that a 200 is whose body is not a page; `problem` says what it is instead. */
export function explainPage(answer: Answer, problem: MalformedPage): CollectorError {
  const type = answer.response.headers.get('content-type');
  const begins = answer.response.body.length === 0 ? '' : ` It begins: ${snippetOf(answer.response.body)}`;
  return fail(
    answer,
    `answered 200${type === undefined ? '' : ` (${clean(type, 60)})`}. ${problem.message}${begins}`,
    {
      code: 'UNEXPECTED_RESPONSE',
      hint: notWorkato(answer),
      cause: problem,
    },
  );
}

interface Meaning {
  code: ErrorCode;
  hint: string;
  retryable?: boolean;
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

function fail(answer: Answer, what: string, { code, ...details }: Meaning): CollectorError {
  const { correlationId, response, url } = answer;
  return new CollectorError(code, `GET ${url} ${what}`, {
    ...details,
    status: response.status,
    correlationId,
  });
}

function meaningOf(status: number, answer: Answer): Meaning & { what: string } {
  const said = quote(answer.response);
  const retryAfterMs = parseRetryAfter(answer.response.headers.get('retry-after'), answer.now);
  if (status >= 500)
    return {
      code: 'UPSTREAM_FAILED',
      what: `, a fault on its side${said}`,
      hint: 'Usually this passes. If it stays, look at https://status.workato.com, then give Workato the correlation id.',
      retryAfterMs,
    };
  if (status >= 300 && status < 400) return redirected(answer);
  switch (status) {
    case 401:
      return {
        code: 'AUTHENTICATION_FAILED',
        what: `: the token was not accepted${said}`,
        hint: `Either the token is wrong or expired (Workspace admin > API clients shows whether it is active), or it belongs to another data centre than ${new URL(answer.url).origin}, or its client role lacks the privilege ${privilege(answer)}. Base URLs: ${listRegions()}.`,
      };
    case 403:
      return {
        code: 'PERMISSION_DENIED',
        what: `: the token is known but may not read the activity audit log${said}`,
        hint: `Give its client role the privilege ${privilege(answer)}, and look whether the API client allows this machine's IP address.`,
      };
    case 404:
      return notFound(answer, said);
    case 408:
    case 425:
      return { code: 'UPSTREAM_FAILED', what: said, hint: 'Usually this passes.', retryAfterMs };
    case 410:
      return {
        code: 'UNEXPECTED_RESPONSE',
        what: `: what was asked for is gone${said}`,
        hint: 'Workato keeps audit events for a year unless your contract says otherwise. Choose a later start.',
        retryable: false,
      };
    case 429:
      return {
        code: 'RATE_LIMITED',
        what: `: too many requests in this minute${said}`,
        hint: 'The collector waits by itself. If it happens often, something else uses the same limit: lower requests_per_minute.',
        retryAfterMs,
      };
    default:
      return {
        code: 'UNEXPECTED_RESPONSE',
        what: `; expected 200 with a page of records${said}`,
        hint:
          status < 300
            ? notWorkato(answer)
            : 'Workato refuses the question itself. Check the filters, then report it with the correlation id.',
        retryable: status < 300,
      };
  }
}

function notFound(answer: Answer, said: string): Meaning & { what: string } {
  const isKnownPath =
    answer.isEmbedded && !/api not found/i.test(answer.response.body.toString('utf8', 0, 1000));
  return {
    code: 'UNEXPECTED_RESPONSE',
    retryable: false,
    what: isKnownPath
      ? `: there is no such customer workspace for this token${said}`
      : `: there is no such API here${said}`,
    hint: isKnownPath
      ? 'Check managed_user_id (a workspace id such as 2100003309, or an external id prefixed with E, such as EA2300), and that the token belongs to the Embed admin workspace.'
      : `Check the base URL: scheme and host of your data centre, without a path. Base URLs: ${listRegions()}.`,
  };
}

/** The token is never sent after a redirect: whoever can cause one could collect tokens. */
function redirected({ response, url }: Answer): Meaning & { what: string } {
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, url) ? clean(new URL(location, url).origin, 200) : 'nowhere';
  return {
    code: 'UNEXPECTED_RESPONSE',
    retryable: false,
    what: `, a redirect to ${target}, which is not followed: the token goes to ${new URL(url).origin} only.`,
    hint: `If ${target} is your Workato, make it the base URL. Base URLs: ${listRegions()}.`,
  };
}

function notWorkato({ url }: Answer): string {
  return `Check that ${new URL(url).origin} is Workato's API and not a login page or a proxy. Base URLs: ${listRegions()}.`;
}

function privilege({ isEmbedded }: Answer): string {
  return isEmbedded
    ? '"GET /api/managed_users/:id/activity_logs" (in the Embed admin workspace)'
    : '"GET /api/activity_logs" (under Environment management)';
}

const LONGEST_QUOTE = 200;
const LARGEST_ERROR_BODY = 65_536;

/** What the server says for itself, as the end of a sentence. */
function quote({ body }: HttpResponse): string {
  if (body.length === 0) return '.';
  return `. It says: ${readMessage(body) ?? snippetOf(body)}`;
}

function readMessage(body: Buffer): string | undefined {
  if (body.length > LARGEST_ERROR_BODY) return undefined;
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    const said =
      field(json, 'message') ?? field(json, 'error') ?? field(field(field(json, 'errors'), '0'), 'title');
    return typeof said === 'string' && said !== '' ? `"${clean(said, LONGEST_QUOTE)}"` : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function snippetOf(body: Buffer): string {
  return `"${clean(body.toString('utf8', 0, LARGEST_ERROR_BODY).trimStart(), LONGEST_QUOTE)}"`;
}

/** Redacted before it is shortened, so that half a secret cannot stay. */
function clean(text: string, longest: number): string {
  return shorten(escapeControls(redact(text)), longest);
}
