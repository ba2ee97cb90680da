// Takes any request, throws its body away and answers what a writer of that path needs to see, made once.
import { once } from 'node:events';
import { createServer } from 'node:http';

/** @param items how many events are in each `_bulk` request: it is not read to find out. */
export async function discardHttp({ items = 0 }) {
  const json = { 'content-type': 'application/json' };
  const taken = Array.from({ length: items }, () => ({ create: { status: 201 } }));
  const answers = [
    ['/_bulk', json, JSON.stringify({ errors: false, items: taken })],
    ['/_data_stream/', json, '{"data_streams":[]}'],
    ['/services/collector/event', json, '{"text":"Success","code":0}'],
    ['/v1/logs', { 'content-type': 'application/x-protobuf' }, ''],
    ['', json, ''],
  ];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const [, headers, body] = answers.find(([path]) => request.url.includes(path));
      response.writeHead(200, headers).end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, stop: async () => server.closeAllConnections() };
}
