// An error as every part of the server answers it.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { CollectorError } from '../platform/errors.js';
import type { ApiError } from './shapes.js';

export function refuse(
  context: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
  hint: string,
): Response {
  return context.json({ error: { code, message, hint } } satisfies ApiError, status);
}

/** Any error as an answer; what is not ours says nothing of itself. */
export function refuseFor(context: Context, error: unknown): Response {
  if (!(error instanceof CollectorError)) {
    return refuse(context, 500, 'INTERNAL', 'The server failed at this.', 'Its log says more.');
  }
  const status = error.code === 'CONFIG_INVALID' ? 400 : error.retryable ? 503 : 500;
  return refuse(context, status, error.code, error.message, error.hint);
}
