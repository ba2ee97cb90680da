// A destination of your own: sign-ins go to an array here, and would go to your system in earnest.
// Nothing to configure: it runs against the simulator in this process, with a journal in a temporary folder.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CollectorError, createCollector, parseConfig, startSimulator } from 'workato-audit-logs';
import { z } from 'zod';

const signIns = [];
const seen = new Set();

/** @type {import('workato-audit-logs').DestinationType<{ most: number }>} */
const signInList = {
  type: 'sign-in-list',
  settings: z.strictObject({ most: z.number().int().positive() }),
  limits: { events: 500, bytes: 1_000_000 },
  async check() {},
  async open({ most }) {
    return {
      async write(batch) {
        // After a crash the batch in flight comes again with the same id: this is how it is recognised.
        if (seen.has(batch.id)) return { refused: [], resume: null };
        const found = batch.deliveries.filter(({ event }) => event.type === 'user_login');
        // Thrown as DESTINATION_UNAVAILABLE, the same batch is tried again; an event returned in `refused` becomes a dead letter.
        if (signIns.length + found.length > most)
          throw new CollectorError('DESTINATION_UNAVAILABLE', 'The list is full.', { hint: 'Raise `most`.' });
        signIns.push(...found.map(({ line }) => JSON.parse(Buffer.from(line).toString('utf8'))));
        seen.add(batch.id);
        return { refused: [], resume: null };
      },
      async close() {},
    };
  },
};

const simulator = await startSimulator({ events: 500, historyDays: 30 });
const folder = await mkdtemp(join(tmpdir(), 'own-destination-'));
try {
  const config = parseConfig(
    {
      journal: join(folder, 'journal.db'),
      workspaces: [
        {
          name: 'example',
          base_url: simulator.url,
          api_token: { env: 'EXAMPLE_TOKEN' },
          backfill_start_time: new Date(Date.now() - 30 * 86_400_000).toISOString(),
        },
      ],
      destinations: [],
    },
    { now: Date.now, environment: { EXAMPLE_TOKEN: 'any-token-will-do-here' } },
  );
  const collector = await createCollector({
    config,
    destinations: [{ name: 'sign-ins', type: signInList, settings: { most: 1000 } }],
  });
  try {
    const report = await collector.sync(new AbortController().signal);
    console.log(`${report.stored} events stored, ${signIns.length} sign-ins delivered`);
    const { destinations } = await collector.status();
    for (const { name, state, position, waiting } of destinations)
      console.log(`${name}: ${state}, at position ${position}, ${waiting} waiting`);
  } finally {
    await collector.close();
  }
} finally {
  await simulator.stop();
  await rm(folder, { recursive: true });
}
