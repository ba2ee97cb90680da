// Throughput without a rate limit: the collector (simulator in another process → journal → file) against a bare loop.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { syncArguments, WITH_TOKEN } from '../harness/collector.mjs';
import { inFolder } from '../harness/in-folder.mjs';
import { count, median, ratio, seconds } from '../harness/numbers.mjs';
import { runNode } from '../harness/start-node.mjs';
import { withSimulator } from '../harness/with-simulator.mjs';

const BARE_LOOP = fileURLToPath(new URL('../harness/bare-loop.mjs', import.meta.url));
const EVENTS = 200_000;
const HISTORY_DAYS = 90;
const PAIRS = 5;
const LEAST_RATIO = 0.5;

export async function throughput(scale) {
  const events = EVENTS * scale;
  const pairs = await withSimulator({ events, historyDays: HISTORY_DAYS }, async ({ url }) => {
    // The first one warms the simulator up and is not counted.
    await measureBareLoop(url, events);
    const measured = [];
    while (measured.length < PAIRS) {
      measured.push({
        bare: await measureBareLoop(url, events),
        collector: await measureCollector(url, events),
      });
    }
    return measured;
  });
  const speed = (which) => events / (median(pairs.map((pair) => pair[which].wallMs)) / 1000);
  const cpu = (which) => median(pairs.map((pair) => pair[which].usage.at(-1).cpuMs));
  const reached = median(pairs.map(({ bare, collector }) => bare.wallMs / collector.wallMs));
  return [
    {
      what: `throughput, ${count(events)} events, collector ÷ bare loop`,
      measured: ratio(reached),
      bound: `≥ ${LEAST_RATIO}`,
      isMet: reached >= LEAST_RATIO,
      note: `${count(speed('collector'))} and ${count(speed('bare'))} events/s; CPU ${seconds(cpu('collector'))} and ${seconds(cpu('bare'))}; ${PAIRS} pairs`,
    },
  ];
}

function measureBareLoop(url, events) {
  return inFolder((folder) => measure(folder, [BARE_LOOP, url, 'events.ndjson'], events));
}

function measureCollector(url, events) {
  return inFolder((folder) => measure(folder, syncArguments(url, { historyDays: HISTORY_DAYS }), events));
}

/** Both have to bring every event, or there is nothing to compare. */
async function measure(folder, args, events) {
  const result = await runNode(args, { cwd: folder, env: WITH_TOKEN });
  const written = await readFile(join(folder, 'events.ndjson'));
  const lines = written.reduce((sum, byte) => sum + (byte === 0x0a ? 1 : 0), 0);
  if (lines !== events) throw new Error(`${lines} of ${events} events arrived.`);
  return result;
}
