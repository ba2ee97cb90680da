// A connection to one HTTP Event Collector: what can be asked of it, and what its answers mean.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { DestinationContext } from '../../deliver/destination.js';
import type { Secret } from '../../platform/secret.js';
import { type EndpointSettings, openEndpoint } from '../shared/http-endpoint.js';
import { readForHeader } from '../shared/http-headers.js';
import { isIndexed } from './splunk-hec-ack.js';
import { type Outcome, readOutcome, saysNoData } from './splunk-hec-answer.js';

const compress = promisify(gzip);

const EVENTS = '/services/collector/event';
const ACKS = '/services/collector/ack';
const HEALTH = '/services/collector/health';

/** Everything throws as `readOutcome` does, or DESTINATION_UNAVAILABLE where no answer came, or ABORTED. */
export interface EventCollector {
  /** Sends envelopes. */
  send(envelopes: Buffer, signal: AbortSignal): Promise<Outcome>;
  isIndexed(ackId: number, signal: AbortSignal): Promise<boolean>;
  /** Resolves where the collector says that it is well. */
  readHealth(signal: AbortSignal): Promise<void>;
  /** Resolves where the token is taken, which a request without an event shows. */
  proveToken(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

interface CollectorSettings extends EndpointSettings {
  url: string;
  token: Secret;
  gzip: boolean;
}

/** @param owner acknowledgements are counted by channel; one owner always has the same. */
export async function openCollector(
  settings: CollectorSettings,
  context: DestinationContext,
  owner: string,
): Promise<EventCollector> {
  const headers = {
    Authorization: `Splunk ${await readForHeader(settings.token, context.logger)}`,
    'X-Splunk-Request-Channel': channelOf(owner),
  };
  const endpoint = openEndpoint(settings, context);
  const post = (
    path: string,
    body: Buffer,
    encoding: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) =>
    endpoint.send({
      method: 'POST',
      url: settings.url + path,
      headers: { ...headers, 'Content-Type': 'application/json', ...encoding },
      body,
      signal,
    });
  return {
    async send(envelopes, signal) {
      const response = settings.gzip
        ? await post(EVENTS, await compress(envelopes), { 'Content-Encoding': 'gzip' }, signal)
        : await post(EVENTS, envelopes, {}, signal);
      return readOutcome(response, context);
    },
    async isIndexed(ackId, signal) {
      const response = await post(ACKS, Buffer.from(JSON.stringify({ acks: [ackId] })), {}, signal);
      const indexed = isIndexed(response, ackId);
      if (indexed === null) readOutcome(response, context);
      return indexed === true;
    },
    async readHealth(signal) {
      readOutcome(await endpoint.send({ url: settings.url + HEALTH, headers, signal }), context);
    },
    async proveToken(signal) {
      const response = await post(EVENTS, Buffer.alloc(0), {}, signal);
      if (!saysNoData(response)) readOutcome(response, context);
    },
    close: endpoint.close,
  };
}

/** A UUID (version 8, RFC 9562) that is always the same for `owner`. */
function channelOf(owner: string): string {
  const hex = createHash('sha256').update(owner).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}
