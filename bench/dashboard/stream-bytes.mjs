// What the stream of the status sends to an open page while many workspaces are polled.
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** The bytes of the first status, and of what comes after it in a second, watched for `ms`. */
export async function measureStream(url, ms) {
  let bytes = 0;
  const request = get(`${url}/api/stream`, { agent: false });
  const [response] = await once(request, 'response');
  const first = new Promise((resolve) => {
    let text = '';
    response.setEncoding('utf8').on('data', (piece) => {
      bytes += Buffer.byteLength(piece);
      if (text !== null) text += piece;
      if (text?.includes('event: status') && text.endsWith('\n\n')) {
        text = null;
        resolve();
      }
    });
  });
  await first;
  const wholeBytes = bytes;
  bytes = 0;
  await sleep(ms);
  request.destroy();
  return { wholeBytes, bytesPerSecond: (bytes * 1000) / ms };
}
