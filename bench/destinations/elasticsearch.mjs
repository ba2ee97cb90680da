// `elasticsearch`, once compressed as it is by default, and once plain.
import { gzipped, LINE_FEED, openBareHttp } from './bare-http.mjs';

const BULK = '/logs-bench/_bulk?filter_path=errors,items.*.error,items.*.status';
/** The adapter's own. */
const LEVEL = 1;

const elasticsearch = (compress) => ({
  type: 'elasticsearch',
  what: `elasticsearch (${compress ? 'gzip' : 'plain'})`,
  bareClient: `join actions and documents, ${compress ? `gzip level ${LEVEL}, ` : ''}undici, "errors" read`,
  receiver: 'http',
  receiverOptions: (eventsPerBatch) => ({ items: eventsPerBatch }),
  settings: (port) => ({ url: `http://127.0.0.1:${port}`, data_stream: 'logs-bench', compress }),
  async openBare(port) {
    const { post, close } = openBareHttp(port);
    const headers = {
      'content-type': 'application/x-ndjson',
      ...(compress ? { 'content-encoding': 'gzip' } : {}),
    };
    return {
      async write(batch) {
        const body = bulkOf(batch);
        const answer = await post(BULK, compress ? await gzipped(body, { level: LEVEL }) : body, headers);
        if (JSON.parse(answer).errors) throw new Error('Something was refused.');
      },
      close,
    };
  },
});

export const elasticsearchGzip = elasticsearch(true);
export const elasticsearchPlain = elasticsearch(false);

function bulkOf({ deliveries }) {
  return Buffer.concat(
    deliveries.flatMap(({ event, line }) => {
      const time = new Date(event.time).toISOString();
      const head = `{"create":{"_id":"127.0.0.1/bench/${event.key}"}}\n{"@timestamp":"${time}",`;
      return [Buffer.from(head), line.subarray(1), LINE_FEED];
    }),
  );
}
