// The `elasticsearch` destination, for OpenSearch too: events as documents of a data stream or an index, by `_bulk`.
import { z } from 'zod';
import type { DestinationType } from '../../deliver/destination.js';
import { throwIfAborted } from '../../platform/errors.js';
import { flag, text } from '../../platform/fields.js';
import { secret } from '../../platform/secret.js';
import { address, endpointSettings } from '../shared/http-endpoint.js';
import { FILTER_PATH, readBulkAnswer } from './elasticsearch-answer.js';
import { encodeBulk } from './elasticsearch-bulk.js';
import { openCluster } from './elasticsearch-client.js';
import { findTarget, proveWritable, type Target } from './elasticsearch-target.js';

const NAME_FORM = 'a name in lower case, such as logs-workato.audit-default';
const CREDENTIALS_FORM = 'either api_key, or username and password, or bearer_token';

/** Elasticsearch's own rule, but for its length. */
const targetName = text(NAME_FORM, 255).refine(
  (name) => /^[^-_+.A-Z\\/*?"<>| ,#:][^A-Z\\/*?"<>| ,#:]*$/.test(name),
  {
    error: NAME_FORM,
  },
);

/** What an `elasticsearch` destination can be told. */
export const ElasticsearchSettings = z
  .strictObject({
    url: address.describe('The address of the cluster, such as https://es.example.com:9200.'),
    data_stream: targetName
      .optional()
      .describe(
        'The data stream to write to. Either this or `index`. It is there, or an index template makes it.',
      ),
    index: targetName.optional().describe('The index, or the alias of one, to write to. It must exist.'),
    api_key: secret()
      .optional()
      .describe(
        'An API key, as `ID:KEY` or encoded in base64. It needs the privilege `create_doc` on the target.',
      ),
    username: text('a user name', 200).optional().describe('A user name, together with `password`.'),
    password: secret().optional().describe('The password of `username`.'),
    bearer_token: secret().optional().describe('A bearer token.'),
    pipeline: text('the name of an ingest pipeline', 255)
      .optional()
      .describe('An ingest pipeline that each event goes through. None: the default pipeline of the index.'),
    compress: flag().default(true).describe('Send requests compressed with gzip.'),
    ...endpointSettings,
  })
  .refine((settings) => (settings.data_stream === undefined) !== (settings.index === undefined), {
    error: 'either data_stream or index',
    path: ['data_stream'],
  })
  .refine((settings) => (settings.username === undefined) === (settings.password === undefined), {
    error: 'username and password together',
    path: ['username'],
  })
  .refine(({ api_key, username, bearer_token }) => countDefined([api_key, username, bearer_token]) <= 1, {
    error: CREDENTIALS_FORM,
    path: ['api_key'],
  });
export type ElasticsearchSettings = z.infer<typeof ElasticsearchSettings>;

function countDefined(values: readonly unknown[]): number {
  return values.filter((value) => value !== undefined).length;
}

/** Writes to Elasticsearch or OpenSearch. */
export const elasticsearch: DestinationType<ElasticsearchSettings> = {
  type: 'elasticsearch',
  settings: ElasticsearchSettings,
  limits: { events: 5_000, bytes: 4 * 2 ** 20 },

  placeOf: (settings) => `${settings.url} ${targetOf(settings).name}`,

  async check(settings, context, signal) {
    const cluster = openCluster(settings, context);
    try {
      const question = { cluster, target: targetOf(settings), clock: context.clock, signal };
      await findTarget(question);
      await proveWritable(question);
    } finally {
      await cluster.close();
    }
  },

  async open(settings, context) {
    const cluster = openCluster(settings, context);
    const path = bulkPath(settings);
    let isProven = false;
    return {
      async write(batch, signal) {
        throwIfAborted(signal);
        if (!isProven)
          await findTarget({ cluster, target: targetOf(settings), clock: context.clock, signal });
        isProven = true;
        const bytes = encodeBulk(batch);
        const response = await cluster.ask(
          { method: 'POST', path, body: { type: 'application/x-ndjson', bytes } },
          signal,
        );
        return { refused: readBulkAnswer(response, batch, context), resume: null };
      },
      close: () => cluster.close(),
    };
  },
};

function targetOf({ data_stream, index }: ElasticsearchSettings): Target {
  return data_stream === undefined
    ? { kind: 'index', name: index ?? '' }
    : { kind: 'data stream', name: data_stream };
}

function bulkPath(settings: ElasticsearchSettings): string {
  const query = new URLSearchParams({ filter_path: FILTER_PATH });
  if (settings.pipeline !== undefined) query.set('pipeline', settings.pipeline);
  return `/${encodeURIComponent(targetOf(settings).name)}/_bulk?${query}`;
}
