// `splunk_hec`, without acknowledgement, compressed, as it is by default.
import { gzipped, openBareHttp } from './bare-http.mjs';

const TOKEN = '11111111-2222-3333-4444-555555555555';

export const splunkHec = {
  type: 'splunk_hec',
  what: 'splunk_hec (gzip)',
  bareClient: 'join envelopes, gzip, undici',
  receiver: 'http',
  settings: (port) => ({ url: `http://127.0.0.1:${port}`, token: { env: 'TOKEN' } }),
  secrets: { token: TOKEN },
  async openBare(port) {
    const { post, close } = openBareHttp(port);
    const headers = {
      authorization: `Splunk ${TOKEN}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    };
    return {
      write: async (batch) => post('/services/collector/event', await gzipped(envelopesOf(batch)), headers),
      close,
    };
  },
};

const END = Buffer.from('}\n');

function envelopesOf({ deliveries }) {
  return Buffer.concat(
    deliveries.flatMap(({ event, line }) => {
      const head = `{"time":${event.time / 1000},"host":"127.0.0.1","source":"bench","sourcetype":"workato:audit","event":`;
      return [Buffer.from(head), line, END];
    }),
  );
}
