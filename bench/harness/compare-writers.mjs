// A destination's adapter, as it was built, against its bare client: the same batches to the same receiver, in turns.
import { toBatch } from '../../dist/deliver/batch.js';
import { destinationTypes } from '../../dist/destinations/registry.js';
import { systemClock } from '../../dist/platform/clock.js';
import { silentLogger } from '../../dist/platform/log.js';
import { inFolder } from './in-folder.mjs';

const RUN_MS = 250;
const JOURNAL = 'bench-journal';

/** Batches of the type's own size, all with the same number of events; all events in one where they are fewer. */
export function makeBatches(events, { type }) {
  const { limits } = destinationTypes.get(type);
  const bytes = events.reduce((sum, { raw }) => sum + raw.length + 1, 0);
  const size = Math.min(events.length, limits.events, Math.floor(limits.bytes / (bytes / events.length)));
  return Array.from({ length: Math.floor(events.length / size) }, (_, index) => {
    const [after, to] = [index * size, (index + 1) * size];
    const deliveries = events.slice(after, to).map((event) => ({ event, line: event.raw }));
    const length = deliveries.reduce((sum, { line }) => sum + line.length + 1, 0);
    return toBatch({ after, to, deliveries, filtered: [], unformatted: [], bytes: length }, JOURNAL, 'bench');
  });
}

/** Pairs of {adapter, bare}, each {ms, cpuMs} for a pass over the batches. The first run of each is not counted. */
export function compareWriters(destination, batches, port, howMany) {
  return inFolder(async (folder) => {
    const adapter = await openAdapter(destination, port, folder);
    const bare = await destination.openBare(port, folder);
    const run = async (writer, passes) => {
      await bare.empty?.();
      return time(writer, batches, passes);
    };
    await run(adapter, 1);
    await run(bare, 1);
    const { ms } = await run(bare, 1);
    const passes = destination.isOncePerRun ? 1 : Math.max(1, Math.ceil(RUN_MS / ms));
    const pairs = [];
    while (pairs.length < howMany) {
      const isBareFirst = pairs.length % 2 === 0;
      const first = await run(isBareFirst ? bare : adapter, passes);
      const second = await run(isBareFirst ? adapter : bare, passes);
      pairs.push(isBareFirst ? { bare: first, adapter: second } : { bare: second, adapter: first });
    }
    await adapter.close();
    await bare.close();
    return pairs;
  });
}

async function openAdapter(destination, port, folder) {
  const type = destinationTypes.get(destination.type);
  const settings = type.settings.parse(destination.settings(port, folder));
  for (const [name, value] of Object.entries(destination.secrets ?? {})) settings[name].provide(value);
  const world = { clock: systemClock, logger: silentLogger, proxy: {}, caFiles: [] };
  const opened = await type.open(settings, {
    ...world,
    name: 'bench',
    journalId: JOURNAL,
    resume: null,
    batchOpen: false,
  });
  const never = new AbortController().signal;
  return {
    async write(batch) {
      const { refused } = await opened.write(batch, never);
      if (refused.length > 0) throw new Error(`${refused.length} refused: ${refused[0].reason}`);
    },
    close: () => opened.close(),
  };
}

async function time(writer, batches, passes) {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  for (let pass = 0; pass < passes; pass += 1) for (const batch of batches) await writer.write(batch);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ms: (performance.now() - startedAt) / passes, cpuMs: (user + system) / 1000 / passes };
}
