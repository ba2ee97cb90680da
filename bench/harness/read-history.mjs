// Events of every kind, as a journal would give them: records of the simulator, read by the product itself.
import { readEvents } from '../../dist/index.js';
import { TOKEN, withSimulator } from './with-simulator.mjs';

const HISTORY_DAYS = 90;
const DAY_MS = 86_400_000;

/** A history of `howMany` events, oldest first. */
export function readHistory(howMany) {
  return withSimulator({ events: howMany, historyDays: HISTORY_DAYS }, async ({ url }) => {
    const stored = [];
    const from = new Date(Date.now() - (HISTORY_DAYS + 1) * DAY_MS);
    const asked = { baseUrl: url, token: TOKEN, from, requestsPerMinute: 1e6 };
    for await (const { key, time, type, user, resourceType, raw } of readEvents(asked)) {
      const position = stored.length + 1;
      const origin = { position, workspaceKey: 1, workspace: 'bench', baseUrl: url, firstSeen: Date.now() };
      stored.push({ ...origin, key, time, type, user, resourceType, raw: Buffer.from(raw) });
    }
    return stored;
  });
}
