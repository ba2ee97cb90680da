// What the AWS SDK threw, cut down to what matters: code, status, message, and what the headers tell.
import { parseRetryAfter } from '../../platform/retry.js';

/** What is known of a failed request. */
export interface Failure {
  code: string;
  status: number | undefined;
  message: string;
  /** Where the bucket is, as far as the answer tells. */
  region: string | undefined;
  headers: Readonly<Record<string, unknown>>;
}

export function readFailure(error: Error): Failure {
  const response = objectAt(error, '$response');
  const headers = objectAt(response, 'headers');
  const status = numberAt(objectAt(error, '$metadata'), 'httpStatusCode') ?? numberAt(response, 'statusCode');
  const isUnreadable = error.message.includes('Deserialization error') || error.name === 'SyntaxError';
  return {
    code: isUnreadable
      ? ''
      : (textAt(error, 'Code') ?? error.name).replace(/^(Unknown|Error|UnknownError)$/, ''),
    status,
    message: isUnreadable ? 'the answer is not in the form of S3' : error.message,
    region: textAt(error, 'Region') ?? textAt(headers, 'x-amz-bucket-region'),
    headers,
  };
}

/** Milliseconds that the store asks to wait; undefined where it does not say. */
export function retryAfterOf({ headers }: Failure, now: number): number | undefined {
  const date = Date.parse(textAt(headers, 'date') ?? '');
  return parseRetryAfter(textAt(headers, 'retry-after'), Number.isNaN(date) ? now : date);
}

function objectAt(value: object, key: string): Readonly<Record<string, unknown>> {
  const inner: unknown = Reflect.get(value, key);
  return typeof inner === 'object' && inner !== null ? { ...inner } : {};
}

function textAt(value: object, key: string): string | undefined {
  const inner: unknown = Reflect.get(value, key);
  return typeof inner === 'string' && inner !== '' ? inner : undefined;
}

function numberAt(value: object, key: string): number | undefined {
  const inner: unknown = Reflect.get(value, key);
  return typeof inner === 'number' ? inner : undefined;
}
