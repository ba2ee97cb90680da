// `http` as NDJSON, compressed.
import { gzipped, joinBare, openBareHttp } from './bare-http.mjs';

export const http = {
  type: 'http',
  what: 'http (NDJSON, gzip)',
  bareClient: 'join lines, gzip, undici',
  receiver: 'http',
  settings: (port) => ({ url: `http://127.0.0.1:${port}/events`, body: 'ndjson', gzip: true }),
  async openBare(port) {
    const { post, close } = openBareHttp(port);
    const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
    return { write: async (batch) => post('/events', await gzipped(joinBare(batch)), headers), close };
  },
};
