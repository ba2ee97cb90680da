// A fake cluster of its own for each test, and the settings that lead to it.
import { onTestFinished } from 'vitest';
import {
  ElasticsearchSettings,
  elasticsearch,
} from '../../../src/destinations/elasticsearch/elasticsearch.js';
import { type Product, startFakeElasticsearch } from '../../support/fake-elasticsearch.js';

export const TEMPLATE = { index_patterns: ['logs-*'], data_stream: {}, priority: 500 };

/** A cluster that has the data stream `logs-audit` and the index `audit`; closed by the caller's `cleanUp`. */
export async function startCluster(product: Product, kind: 'data_stream' | 'index', settings: object = {}) {
  const fake = await startFakeElasticsearch(product);
  const { store } = fake;
  store.templates.set('audit', TEMPLATE);
  store.rollOver('logs-audit');
  store.createIndex('audit');
  const target = kind === 'index' ? 'audit' : 'logs-audit';
  return {
    fake,
    store,
    type: elasticsearch,
    settings: ElasticsearchSettings.parse({ url: fake.url, [kind]: target, ...settings }),
    documents: () => store.documents(target),
    cleanUp: () => fake.close(),
  };
}

/** The same, closed after the test. */
export async function setUpCluster(kind: 'data_stream' | 'index' = 'data_stream', settings: object = {}) {
  const cluster = await startCluster('elasticsearch', kind, settings);
  onTestFinished(cluster.cleanUp);
  return cluster;
}
