// What the collector is compared with: pages fetched one after another, parsed, written as lines; nothing remembered.
import { createWriteStream } from 'node:fs';
import { argv, env } from 'node:process';
import { finished } from 'node:stream/promises';

const [url, path] = argv.slice(2);
const headers = { authorization: `Bearer ${env.WORKATO_API_TOKEN}` };
const out = createWriteStream(path);

let after = '';
for (;;) {
  const response = await fetch(`${url}/api/activity_logs?page[size]=100${after}`, { headers });
  const { data } = await response.json();
  if (data.length === 0) break;
  for (const event of data) out.write(`${JSON.stringify(event)}\n`);
  after = `&page[after]=${data.at(-1).id}`;
}
out.end();
await finished(out);
