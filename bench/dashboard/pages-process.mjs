// Open pages without a browser, in a process of their own: each holds the stream of the status and asks, as the screen with live events
// does, for the newest events, the histogram and the facets as the journal grows. Its parent may ask for what came.
import { Agent, get } from 'node:http';
import { setPriority } from 'node:os';
import { argv } from 'node:process';

const LIST_MS = 2000;
const COUNTS_MS = 10_000;
const DAY_MS = 86_400_000;
/** As the page does: `toQuery` in src/dashboard/event-search.ts. */
const STEP_MS = 10_000;

// People look from machines of their own: what their browsers need is not what is measured.
setPriority(19);
const [url, howMany] = argv.slice(2);
const agent = new Agent({ keepAlive: true });
const seen = { streams: 0, streamBytes: 0, answers: 0, failures: 0, longestMs: 0 };

for (let page = 0; page < Number(howMany); page += 1) openPage();
process.on('disconnect', () => process.exit());
process.on('message', () => process.send({ ...seen, cpuMs: process.cpuUsage().user / 1000 }));

function openPage() {
  let head = '';
  const due = { list: 0, counts: 0 };
  const onText = (text) => {
    const found = /"head":(\d+)/.exec(text)?.[1];
    if (found === undefined || found === head) return;
    head = found;
    const now = performance.now();
    const since = `since=${new Date(Math.floor((Date.now() - DAY_MS) / STEP_MS) * STEP_MS).toISOString()}`;
    if (now >= due.list) {
      due.list = now + LIST_MS;
      ask(`/api/events?${since}&limit=100&order=arrival`);
    }
    if (now < due.counts) return;
    due.counts = now + COUNTS_MS;
    ask(`/api/histogram?${since}&buckets=72`);
    ask(`/api/facets?${since}`);
  };
  const request = get(`${url}/api/stream`, { agent: false }, (response) => {
    seen.streams += 1;
    response.setEncoding('utf8').on('data', (text) => {
      seen.streamBytes += Buffer.byteLength(text);
      onText(text);
    });
  });
  request.on('error', () => {
    seen.failures += 1;
  });
}

function ask(path) {
  const begun = performance.now();
  const request = get(url + path, { agent }, (response) => {
    response.resume().on('end', () => {
      seen.longestMs = Math.max(seen.longestMs, performance.now() - begun);
      if (response.statusCode === 200) seen.answers += 1;
      else seen.failures += 1;
    });
  });
  request.on('error', () => {
    seen.failures += 1;
  });
}
