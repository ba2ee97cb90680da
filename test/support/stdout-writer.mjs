// A process that writes numbered events to standard output through the `stdout` destination. An error goes to standard error as
// JSON, and the process ends with 7.
//
// node stdout-writer.mjs <dist> <events>
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, events] = process.argv.slice(2);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const load = async (path) => import(pathToFileURL(join(dist, path)).href);
const { systemClock } = await load('platform/clock.js');
const { toBatch } = await load('deliver/batch.js');
const { stdout } = await load('destinations/stdout/stdout.js');

const destination = await stdout.open(
  {},
  { name: 'test', journalId: 'journal-1', resume: null, batchOpen: false, clock: systemClock, logger: quiet },
);
try {
  for (let after = 0; after < Number(events); after += stdout.limits.events) {
    const to = Math.min(Number(events), after + stdout.limits.events);
    await destination.write(makeBatch(after, to), new AbortController().signal);
  }
} catch (error) {
  writeSync(2, JSON.stringify({ code: error.code, retryable: error.retryable, message: error.message }));
  process.exitCode = 7;
}
await destination.close();

function makeBatch(after, to) {
  const deliveries = Array.from({ length: to - after }, (_, index) => {
    const position = after + index + 1;
    return { event: { position }, line: Buffer.from(`{"id":${position},"pad":"${'x'.repeat(100)}"}`) };
  });
  return toBatch({ after, to, deliveries, filtered: [], unformatted: [], bytes: 0 }, 'journal-1', 'test');
}
