// A loopback server that answers as Elasticsearch or OpenSearch does, as far as this product and its tests ask. The official clients
// of both are its judges; see fake-elasticsearch.test.ts.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { FakeElasticsearchStore } from './fake-elasticsearch-store.js';

export type Product = 'elasticsearch' | 'opensearch';
type Answer = readonly [status: number, body?: unknown];

/** How the cluster is disposed. */
interface Disposition {
  /** The only `authorization` that is let in; null: everybody. */
  authorization: string | null;
  /** Whether the user may do more than write. */
  mayLookAround: boolean;
  hasPrivileges: boolean;
  health: 'green' | 'red';
  /** Takes the next bulk request in hand; `store` does what the request asks. */
  nextBulk: ((response: ServerResponse, store: () => void) => void) | null;
}

export interface FakeElasticsearch extends Disposition {
  url: string;
  store: FakeElasticsearchStore;
  /** Requests so far, such as `POST /audit/_bulk?pipeline=x`. */
  requests: string[];
  /** Headers of the last request. */
  headers: IncomingMessage['headers'];
  goDown(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export async function startFakeElasticsearch(product: Product): Promise<FakeElasticsearch> {
  const store = new FakeElasticsearchStore();
  const server = createServer((request, response) => void respond(request, response));
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const fake: FakeElasticsearch = {
    url: `http://127.0.0.1:${port}`,
    store,
    requests: [],
    headers: {},
    authorization: null,
    mayLookAround: true,
    hasPrivileges: true,
    health: 'green',
    nextBulk: null,
    async goDown() {
      await close();
      return () => listen(port);
    },
    close,
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '/', method = 'GET', headers } = request;
    const body = await readBody(request);
    const path = new URL(url, fake.url).pathname;
    fake.requests.push(`${method} ${decodeURIComponent(url)}`);
    fake.headers = headers;
    const run = () => answerTo(fake, product, { method, path, body });
    if (fake.authorization !== null && headers.authorization !== fake.authorization) {
      send(response, failed(401, 'security_exception', 'unable to authenticate user'));
    } else if (fake.nextBulk && path.endsWith('/_bulk')) {
      const takeInHand = fake.nextBulk;
      fake.nextBulk = null;
      takeInHand(response, run);
    } else {
      send(response, run());
    }
  }

  function send(response: ServerResponse, [status, body]: Answer): void {
    const own = product === 'elasticsearch' ? { 'x-elastic-product': 'Elasticsearch' } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...own });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }
  return fake;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Paths with the names taken out: `POST /logs-a/_bulk` is `POST /NAME/_bulk`. */
function answerTo(
  fake: FakeElasticsearch,
  product: Product,
  { method, path, body }: { method: string; path: string; body: string },
): Answer {
  const { store } = fake;
  const [first = '', second = '', third = ''] = path.split('/').slice(1).map(decodeURIComponent);
  const isApi = first === '' || first.startsWith('_');
  const route = isApi ? `${method} /${first}` : `${method} /NAME${second && `/${second}`}`;
  const name = isApi ? second : first;
  if (!fake.mayLookAround && /^(GET|HEAD) \/(NAME|_data_stream|_index_template|_cluster)$/.test(route))
    return failed(403, 'security_exception', 'action is unauthorized for API key');
  switch (route) {
    case 'GET /':
      return [200, infoOf(product)];
    case 'GET /NAME':
    case 'HEAD /NAME':
      return store.has(name) ? [200, { [name]: {} }] : noSuchIndex(name);
    case 'PUT /NAME':
      store.createIndex(name);
      return [200, { acknowledged: true, shards_acknowledged: true, index: name }];
    case 'PUT /_index_template':
      store.templates.set(name, JSON.parse(body));
      return [200, { acknowledged: true }];
    case 'GET /_index_template':
      return [
        200,
        {
          index_templates: [...store.templates].map(([key, index_template]) => ({
            name: key,
            index_template,
          })),
        },
      ];
    case 'PUT /_data_stream':
      if (!store.isDataStreamName(name))
        return failed(
          400,
          'illegal_argument_exception',
          `no matching index template found for data stream [${name}]`,
        );
      store.rollOver(name);
      return [200, { acknowledged: true }];
    case 'GET /_data_stream':
      return store.streams.has(name)
        ? [200, { data_streams: [{ name, indices: store.streams.get(name) }] }]
        : noSuchIndex(name);
    case 'POST /NAME/_rollover':
      store.rollOver(name);
      return [200, { acknowledged: true, rolled_over: true }];
    case 'GET /NAME/_search':
    case 'POST /NAME/_search': {
      const hits = store.documents(name);
      return [
        200,
        { took: 1, timed_out: false, hits: { total: { value: hits.length, relation: 'eq' }, hits } },
      ];
    }
    case 'POST /_security':
      if (product === 'opensearch' || third !== '_has_privileges') return unknownPath(method, path);
      return [200, { has_all_requested: fake.hasPrivileges }];
    case 'GET /_cluster':
      return [200, { status: fake.health }];
    case 'POST /_bulk':
    case 'PUT /_bulk':
    case 'POST /NAME/_bulk':
    case 'PUT /NAME/_bulk': {
      const answer = store.bulk(name, body);
      return answer
        ? [200, answer]
        : failed(400, 'illegal_argument_exception', 'The bulk request must be terminated by a newline [\\n]');
    }
    default:
      return unknownPath(method, path);
  }
}

function failed(status: number, type: string, reason: string): Answer {
  return [status, { error: { root_cause: [{ type, reason }], type, reason }, status }];
}

function noSuchIndex(name: string): Answer {
  return failed(404, 'index_not_found_exception', `no such index [${name}]`);
}

function unknownPath(method: string, path: string): Answer {
  return [400, { error: `no handler found for uri [${path}] and method [${method}]`, status: 400 }];
}

function infoOf(product: Product): object {
  const own =
    product === 'elasticsearch' ? { number: '9.4.3' } : { number: '3.3.0', distribution: 'opensearch' };
  const tagline =
    product === 'elasticsearch' ? 'You Know, for Search' : 'The OpenSearch Project: https://opensearch.org/';
  return { name: 'fake', cluster_name: 'fake', version: { build_flavor: 'default', ...own }, tagline };
}
