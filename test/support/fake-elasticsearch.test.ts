// The fake cluster, judged by the official clients: what they make of its answers is what they make of a real one's.
import { Client as ElasticsearchClient, errors as elasticsearchErrors } from '@elastic/elasticsearch';
import { Client as OpenSearchClient } from '@opensearch-project/opensearch';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeElasticsearch } from './fake-elasticsearch.js';

const TEMPLATE = { index_patterns: ['logs-*'], data_stream: {}, priority: 500 };
const DOCUMENTS = [
  { '@timestamp': '2026-01-01T00:00:00Z', n: 1 },
  { '@timestamp': '2026-01-01T00:00:01Z', n: 2 },
];

test('the client of Elasticsearch writes a data stream in bulk, sees repeats as conflicts, and reads them back', async () => {
  const fake = await startFakeElasticsearch('elasticsearch');
  onTestFinished(() => fake.close());
  const client = new ElasticsearchClient({ node: fake.url, auth: { apiKey: 'a2V5' }, maxRetries: 0 });
  onTestFinished(() => client.close());
  expect((await client.info()).version.number).toBe('9.4.3');
  await expect(client.indices.getDataStream({ name: 'logs-a' })).rejects.toBeInstanceOf(
    elasticsearchErrors.ResponseError,
  );
  await client.indices.putIndexTemplate({ name: 'audit', ...TEMPLATE });
  await client.indices.createDataStream({ name: 'logs-a' });
  const write = () =>
    client.helpers.bulk({
      datasource: DOCUMENTS,
      retries: 0,
      onDocument: (document) => ({ create: { _index: 'logs-a', _id: `id-${document.n}` } }),
    });
  expect(await write()).toMatchObject({ total: 2, successful: 2, failed: 0 });
  expect(await write()).toMatchObject({ total: 2, successful: 0, failed: 2 });
  const { hits } = await client.search<{ n: number }>({ index: 'logs-a' });
  expect(hits.hits.map(({ _source }) => _source?.n)).toEqual([1, 2]);
  await client.indices.rollover({ alias: 'logs-a' });
  expect(await write()).toMatchObject({ successful: 2 });
  expect(
    (await client.security.hasPrivileges({ index: [{ names: ['logs-a'], privileges: ['create_doc'] }] }))
      .has_all_requested,
  ).toBe(true);
  await client.indices.create({ index: 'plain' });
  expect(await client.indices.exists({ index: 'plain' })).toBe(true);
  expect(await client.indices.exists({ index: 'none' })).toBe(false);
});

test('the client of Elasticsearch does not take the OpenSearch face for its own', async () => {
  const fake = await startFakeElasticsearch('opensearch');
  onTestFinished(() => fake.close());
  const client = new ElasticsearchClient({ node: fake.url, maxRetries: 0 });
  onTestFinished(() => client.close());
  await expect(client.info()).rejects.toBeInstanceOf(elasticsearchErrors.ProductNotSupportedError);
});

test('the client of OpenSearch writes an index in bulk, sees repeats as conflicts, and reads them back', async () => {
  const fake = await startFakeElasticsearch('opensearch');
  onTestFinished(() => fake.close());
  const client = new OpenSearchClient({ node: fake.url, maxRetries: 0 });
  onTestFinished(() => client.close());
  expect((await client.info()).body.version.distribution).toBe('opensearch');
  expect((await client.indices.exists({ index: 'audit' })).body).toBe(false);
  await client.indices.create({ index: 'audit' });
  const write = async () =>
    (
      await client.bulk({
        index: 'audit',
        body: DOCUMENTS.flatMap((document) => [{ create: { _id: `id-${document.n}` } }, document]),
      })
    ).body;
  expect((await write()).errors).toBe(false);
  const repeated = await write();
  expect(repeated.errors).toBe(true);
  expect(repeated.items.map(({ create }) => create?.status)).toEqual([409, 409]);
  expect((await client.search({ index: 'audit' })).body.hits.hits.map(({ _id }) => _id)).toEqual([
    'id-1',
    'id-2',
  ]);
});
