// The thread that searches: it has the journal and the index to itself, and whatever it does holds nobody else up.
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openJournalReader } from '../journal/open-journal.js';
import { systemClock } from '../platform/clock.js';
import { describeError } from '../platform/errors.js';
import { createGrowthGauge } from '../search/flood.js';
import { indexNext, pauseAfter } from '../search/follow-journal.js';
import { openIndexFile } from '../search/index-file.js';
import { createSearch } from '../search/search.js';
import type { SearchAnswer, SearchCall, SearchPlace } from '../search/search-thread.js';

const LOOK_MS = 1000;
const LOWEST_PRIORITY = 19;

const port = parentPort;
if (port === null) throw new Error('This file is started as a thread.');
const { journalPath, indexPath }: SearchPlace = workerData;
giveWay();
const journal = await openJournalReader(journalPath);
const index = openIndexFile(indexPath, journal.id);
const search = createSearch(index, journal);

port.on('message', async ({ id, method, args }: SearchCall) => {
  port.postMessage(await answer(id, () => Reflect.apply(search[method], search, args)));
});

const growthTo = createGrowthGauge(systemClock);
for (;;) {
  const begun = systemClock.monotonic();
  const eventsPerSecond = growthTo(await journal.head());
  const wasMore = await indexNext(index, journal);
  await systemClock.sleep(wasMore ? pauseAfter(systemClock.monotonic() - begun, eventsPerSecond) : LOOK_MS);
}

async function answer(id: number, work: () => Promise<unknown>): Promise<SearchAnswer> {
  try {
    return { id, result: await work() };
  } catch (error: unknown) {
    return { id, error: describeError(error) };
  }
}

/** On Linux the priority is that of this thread alone; elsewhere it is left as it is. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, LOWEST_PRIORITY);
  } catch {
    // It searches all the same.
  }
}
