import { Client as ElasticsearchClient } from '@elastic/elasticsearch';
import { Client as OpenSearchClient } from '@opensearch-project/opensearch';
import { describe, expect, onTestFinished, test } from 'vitest';
import { elasticsearch } from '../../../src/destinations/elasticsearch/elasticsearch.js';
import { batchOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { setUpCluster, startCluster } from './elasticsearch-setup.js';

const never = new AbortController().signal;

for (const [product, kind, settings] of [
  ['elasticsearch', 'data_stream', {}],
  ['opensearch', 'index', { compress: false }],
] as const) {
  const create = async (timeout: string) => {
    const cluster = await startCluster(product, kind, { ...settings, timeout });
    const { fake, store } = cluster;
    return {
      ...cluster,
      stored: async () => cluster.documents().map(({ _source }) => Number(_source['id'])),
      isExactlyOnce: true,
      faults: {
        reset() {
          fake.nextBulk = (response) => response.destroy();
        },
        loseAnswer() {
          fake.nextBulk = (_response, run) => run();
        },
        busy(seconds: number) {
          fake.nextBulk = (response) =>
            response.writeHead(429, { 'retry-after': String(seconds) }).end('{"error":"too busy"}');
        },
        goDown: () => fake.goDown(),
        poison(id: number) {
          store.itemFault = (_id, document) =>
            document['id'] === id
              ? {
                  status: 400,
                  type: 'document_parsing_exception',
                  reason: `failed to parse field [name] of ${id}`,
                }
              : null;
        },
      },
    };
  };
  describeDestination(`${product}, ${kind}`, () => create('30s'));
  describeFaults(`${product}, ${kind}`, () => create('1s'));
}

describe('documents', () => {
  test('are the events, with their time where they have no @timestamp', async () => {
    const { settings, documents } = await setUpCluster();
    const bodies = [
      '{"id":1}',
      '{"id":2,"@timestamp":"2020-01-01T00:00:00Z"}',
      '{ }',
      '{"t":"\\"@timestamp\\""}',
    ];
    const destination = await elasticsearch.open(settings, openContext());
    onTestFinished(() => destination.close());
    await destination.write(
      batchOf(0, 4, (position) => bodies[position - 1] ?? ''),
      never,
    );
    expect(documents().map(({ _source }) => _source)).toEqual([
      { id: 1, '@timestamp': '2026-01-01T00:00:01.000Z' },
      { id: 2, '@timestamp': '2020-01-01T00:00:00Z' },
      { '@timestamp': '2026-01-01T00:00:03.000Z' },
      { t: '"@timestamp"', '@timestamp': '2026-01-01T00:00:04.000Z' },
    ]);
  });

  test('go through the pipeline that is set', async () => {
    const { settings, fake } = await setUpCluster('index', { pipeline: 'geo ip' });
    const destination = await elasticsearch.open(settings, openContext());
    onTestFinished(() => destination.close());
    await destination.write(batchOf(0, 1), never);
    expect(fake.requests.at(-1)).toMatch(/^POST \/audit\/_bulk\?filter_path=.*&pipeline=geo\+ip$/);
  });
});

describe('repeats', () => {
  const ids = ['1', '2', '3'].map((key) => `www.workato.com/name:acme-prod/${key}`);

  test('out of another journal are recognised', async () => {
    const { settings, documents } = await setUpCluster();
    for (const journalId of ['journal-1', 'restored']) {
      const destination = await elasticsearch.open(settings, openContext({ journalId }));
      expect(await destination.write(batchOf(0, 3), never)).toMatchObject({ refused: [] });
      await destination.close();
    }
    expect(documents().map(({ _id }) => _id)).toEqual(ids);
  });

  test('are recognised until a data stream rolls over, and no longer', async () => {
    const { settings, documents, store } = await setUpCluster();
    const destination = await elasticsearch.open(settings, openContext());
    onTestFinished(() => destination.close());
    await destination.write(batchOf(0, 3), never);
    store.rollOver('logs-audit');
    await destination.write(batchOf(0, 3), never);
    expect(documents().map(({ _id }) => _id)).toEqual([...ids, ...ids]);
  });
});

test.each([
  [
    'elasticsearch',
    async (node: string) => {
      const client = new ElasticsearchClient({ node });
      onTestFinished(() => client.close());
      return (await client.search({ index: 'logs-audit' })).hits.hits.map(({ _source }) => _source);
    },
  ],
  [
    'opensearch',
    async (node: string) => {
      const client = new OpenSearchClient({ node });
      onTestFinished(() => client.close());
      return (await client.search({ index: 'logs-audit' })).body.hits.hits.map(({ _source }) => _source);
    },
  ],
] as const)('the official client of %s reads back what was written', async (product, read) => {
  const { fake, settings, type, cleanUp } = await startCluster(product, 'data_stream');
  onTestFinished(cleanUp);
  const destination = await type.open(settings, openContext());
  await destination.write(batchOf(0, 2), never);
  await destination.close();
  expect(await read(fake.url)).toEqual([
    { '@timestamp': '2026-01-01T00:00:01.000Z', id: 1, name: 'Zoë x' },
    { '@timestamp': '2026-01-01T00:00:02.000Z', id: 2, name: 'Zoë xx' },
  ]);
});
