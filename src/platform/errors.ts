// The one kind of error that the product raises on purpose: it knows its code, whether to try again, and what to do.
import { redact } from './secrets.js';

/** Every code there is. A program may switch on it; the list only grows. */
export type ErrorCode =
  | 'CONFIG_INVALID'
  | 'AUTHENTICATION_FAILED'
  | 'PERMISSION_DENIED'
  | 'RATE_LIMITED'
  | 'BASE_URL_UNREACHABLE'
  | 'UPSTREAM_FAILED'
  | 'UNEXPECTED_RESPONSE'
  | 'JOURNAL_LOCKED'
  | 'JOURNAL_CORRUPT'
  | 'DESTINATION_UNAVAILABLE'
  | 'DESTINATION_REFUSED'
  | 'ABORTED';

export interface ErrorDetails {
  /** What the operator does next, as a sentence. */
  hint?: string;
  /** Whether the same call may succeed later; the default follows the code. */
  retryable?: boolean;
  /** Earliest next try, milliseconds from now, where the other side named one. */
  retryAfterMs?: number | undefined;
  /** Workato's `x-correlation-id`, for its support. */
  correlationId?: string | undefined;
  /** The HTTP status that came, where one did. */
  status?: number | undefined;
  cause?: unknown;
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set([
  'RATE_LIMITED',
  'BASE_URL_UNREACHABLE',
  'UPSTREAM_FAILED',
  'UNEXPECTED_RESPONSE',
  'DESTINATION_UNAVAILABLE',
]);

/** An expected failure. Message and hint are redacted here, so that no path to a log can leak a secret. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly correlationId: string | undefined;
  readonly status: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(redact(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = redact(details.hint ?? '');
    this.retryable = details.retryable ?? RETRYABLE.has(code);
    this.retryAfterMs = details.retryAfterMs;
    this.correlationId = details.correlationId;
    this.status = details.status;
  }
}

export function isCollectorError(error: unknown, code?: ErrorCode): error is CollectorError {
  return error instanceof CollectorError && (code === undefined || error.code === code);
}

/** A thrown value as one redacted line, for logs and records. */
export function describeError(error: unknown): string {
  if (error instanceof CollectorError) return error.message;
  return redact(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}

/** Rethrows the signal's reason as `ABORTED` where it has fired. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortedError(signal);
}

export function abortedError(signal: AbortSignal): CollectorError {
  return new CollectorError('ABORTED', 'Stopped on request.', { retryable: false, cause: signal.reason });
}
