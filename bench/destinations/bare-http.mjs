// The least that sends a body: undici, one connection, no limit of time, the answer read and only its status looked at.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Pool } from 'undici';

/** `post(path, body, headers)` resolves to the answer's text. */
export function openBareHttp(port) {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1 });
  return {
    async post(path, body, headers) {
      const response = await pool.request({ method: 'POST', path, body, headers });
      const text = await response.body.text();
      if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${text}`);
      return text;
    },
    close: () => pool.destroy(),
  };
}

/** A promise of `body` in gzip, of the default level unless another is named. */
export const gzipped = promisify(gzip);
export const LINE_FEED = Buffer.from('\n');
/** Its lines one below the other. */
export const joinBare = ({ deliveries }) =>
  Buffer.concat(deliveries.flatMap(({ line }) => [line, LINE_FEED]));
