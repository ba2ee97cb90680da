// Reads a workspace's events once, without a journal. Nothing to configure: it runs against the simulator in this process.
// For a real workspace leave the simulator out, and give baseUrl and token.
import { readEvents, startSimulator } from 'workato-audit-logs';

const DAY_MS = 86_400_000;

const simulator = await startSimulator({ events: 500, historyDays: 30 });
try {
  const counts = new Map();
  const events = readEvents({
    baseUrl: simulator.url,
    token: 'any-token-will-do-here',
    from: new Date(Date.now() - 7 * DAY_MS),
  });
  for await (const event of events) {
    // `raw` is the record as Workato sent it; what most programs look for stands beside it.
    const type = event.type ?? 'without a type';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  for (const [type, count] of sorted.slice(0, 5)) console.log(`${String(count).padStart(5)}  ${type}`);
} finally {
  await simulator.stop();
}
