// The requests of the AWS SDK, sent through our own HTTP.
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Endpoint } from '../shared/http-endpoint.js';

const METHODS = ['GET', 'POST', 'PUT', 'HEAD', 'DELETE'] as const;
const never = new AbortController().signal;

/** A request as the SDK signs it. */
interface SignedRequest {
  method: string;
  protocol: string;
  hostname: string;
  port?: number | undefined;
  path: string;
  query?: Readonly<Record<string, string | string[] | null>> | undefined;
  headers: Readonly<Record<string, string>>;
  body?: unknown;
}

/** What the SDK sends through instead of its own HTTP. */
export function createRequestHandler(endpoint: Endpoint): NonNullable<S3ClientConfig['requestHandler']> {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: SignedRequest, options?: { abortSignal?: unknown }) {
      const method = METHODS.find((name) => name === request.method);
      if (method === undefined) throw new Error(`${request.method} is no method of S3`);
      const body = bytesOf(request.body);
      const response = await endpoint.send({
        method,
        url: urlOf(request),
        headers: request.headers,
        ...(body === undefined ? {} : { body }),
        signal: options?.abortSignal instanceof AbortSignal ? options.abortSignal : never,
      });
      const headers = Object.fromEntries(response.headers);
      return { response: { statusCode: response.status, headers, body: response.body } };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function urlOf({ protocol, hostname, port, path, query = {} }: SignedRequest): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => {
      const key = encodeURIComponent(name);
      return one === null ? key : `${key}=${encodeURIComponent(one)}`;
    }),
  );
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return `${protocol}//${host}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === undefined || body === null || body === '') return undefined;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  throw new Error('a body that is neither text nor bytes');
}
