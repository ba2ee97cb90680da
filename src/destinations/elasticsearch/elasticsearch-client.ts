// Asking a cluster: its address, credentials and the few requests that are made of it. Elasticsearch and OpenSearch alike.
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { DestinationContext } from '../../deliver/destination.js';
import type { HttpResponse } from '../../platform/http.js';
import type { Secret } from '../../platform/secret.js';
import { type EndpointSettings, openEndpoint } from '../shared/http-endpoint.js';

const compress = promisify(gzip);

/** What reaching a cluster takes. At most one kind of credentials. */
export interface ClusterSettings extends EndpointSettings {
  url: string;
  api_key?: Secret | undefined;
  username?: string | undefined;
  password?: Secret | undefined;
  bearer_token?: Secret | undefined;
  compress: boolean;
}

export interface ClusterRequest {
  method: 'GET' | 'HEAD' | 'POST';
  /** Behind the address, with its leading slash. */
  path: string;
  body?: { type: 'application/json' | 'application/x-ndjson'; bytes: Buffer };
}

export interface Cluster {
  /**
   * The whole answer, whatever its status.
   * @throws CollectorError DESTINATION_UNAVAILABLE where none came, CONFIG_INVALID where a secret cannot be read, ABORTED.
   */
  ask(request: ClusterRequest, signal: AbortSignal): Promise<HttpResponse>;
  close(): Promise<void>;
}

export function openCluster(settings: ClusterSettings, context: DestinationContext): Cluster {
  const endpoint = openEndpoint(settings, context);
  return {
    async ask({ method, path, body }, signal) {
      const headers = { accept: 'application/json', ...(await credentials(settings, context)) };
      const url = `${settings.url}${path}`;
      if (body === undefined) return endpoint.send({ method, url, headers, signal });
      // Level 1 takes a third of the time of the default and most of what there is to gain.
      const bytes = settings.compress
        ? await compress(body.bytes, { level: constants.Z_BEST_SPEED })
        : body.bytes;
      const encoding = settings.compress ? { 'content-encoding': 'gzip' } : {};
      return endpoint.send({
        method,
        url,
        headers: { ...headers, 'content-type': body.type, ...encoding },
        body: bytes,
        signal,
      });
    },
    close: () => endpoint.close(),
  };
}

async function credentials(
  { api_key, username, password, bearer_token }: ClusterSettings,
  { logger }: DestinationContext,
): Promise<Record<string, string>> {
  if (api_key) return { authorization: `ApiKey ${encodeApiKey(await api_key.read(logger))}` };
  if (bearer_token) return { authorization: `Bearer ${await bearer_token.read(logger)}` };
  if (username === undefined || password === undefined) return {};
  return { authorization: `Basic ${base64(`${username}:${await password.read(logger)}`)}` };
}

/** A key is shown both as `ID:KEY` and, encoded, as base64 of that; only the second goes over the wire. */
function encodeApiKey(key: string): string {
  return key.includes(':') ? base64(key) : key;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
