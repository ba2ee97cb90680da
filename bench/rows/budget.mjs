// How much of a budget of 60 requests a minute a backfill uses, on a virtual clock: everything is real but socket and time.
//
// What the budget allows: no span of 60 s may hold more than 60 requests, so the k whole minutes from the first request on may
// hold 60 × k. Use is what was sent in them, as a share of that. What is left over after the last whole minute does not count:
// there is not enough left to ask then.
import { join } from 'node:path';
import { pullSettingsOf } from '../../dist/app/pull-settings.js';
import { defaultWorkspace } from '../../dist/config/default-workspace.js';
import { openJournal } from '../../dist/journal/open-journal.js';
import { silentLogger } from '../../dist/platform/log.js';
import { pull } from '../../dist/pull/pull.js';
import { createClient } from '../../dist/workato/client.js';
import { createRequestBudget } from '../../dist/workato/request-budget.js';
import { createTokenSource } from '../../dist/workato/token.js';
import { boundRequests } from '../harness/bound-requests.mjs';
import { inFolder } from '../harness/in-folder.mjs';
import { count, percent, seconds } from '../harness/numbers.mjs';
import { createSimulatedHttp } from '../harness/simulated-http.mjs';
import { createVirtualClock } from '../harness/virtual-clock.mjs';
import { TOKEN } from '../harness/with-simulator.mjs';

const EVENTS = 20_000;
const PER_MINUTE = 60;
const MINUTE_MS = 60_000;
const LATENCIES_MS = [0, 1000, 3000];
const LEAST_USE = 0.98;
const HISTORY_DAYS = 90;
/** In the middle of a minute, so that a fixed window does not happen to fit. */
const START = Date.UTC(2026, 0, 15, 12, 0, 37);
const BASE_URL = 'http://127.0.0.1:1';

export async function budget() {
  const findings = [];
  for (const rateWindow of ['sliding', 'fixed']) {
    for (const latencyMs of LATENCIES_MS) findings.push(...(await measureUse(rateWindow, latencyMs)));
  }
  return findings;
}

async function measureUse(rateWindow, latencyMs) {
  const { clock, run } = createVirtualClock(START);
  const { http, log } = createSimulatedHttp(clock, latencyMs, {
    events: EVENTS,
    historyDays: HISTORY_DAYS,
    requestsPerMinute: PER_MINUTE,
    rateWindow,
    tokens: [TOKEN],
  });
  const { stored, windows } = await inFolder((folder) =>
    run(backfill(join(folder, 'journal.db'), clock, http)),
  );
  if (stored !== EVENTS) throw new Error(`${stored} of ${EVENTS} events arrived.`);
  const times = log.entries.map(({ time }) => time);
  const refused = log.entries.filter(({ status }) => status === 429).length;
  const minutes = Math.floor((times.at(-1) - times[0]) / MINUTE_MS);
  const within = times.filter((time) => time < times[0] + minutes * MINUTE_MS).length;
  const use = within / (minutes * PER_MINUTE);
  const what = `${rateWindow} window, latency ${latencyMs / 1000} s`;
  return [
    {
      what: `budget use, ${what}`,
      measured: percent(use),
      bound: `≥ ${percent(LEAST_USE)}`,
      isMet: use >= LEAST_USE,
      note: `${within} requests in ${minutes} min; ${count(EVENTS)} events in ${seconds(times.at(-1) - times[0] + latencyMs / 2)} with ${times.length}`,
    },
    { what: `refused with 429, ${what}`, measured: String(refused), bound: '0', isMet: refused === 0 },
    boundRequests(`requests at 60 a minute, ${what}`, { events: EVENTS, requests: times.length, windows }),
  ];
}

/** One pull of a new workspace; how many events it stored and how many windows it read, the tail among them. */
async function backfill(path, clock, http) {
  const workspace = {
    ...defaultWorkspace('bench', BASE_URL, { kind: 'environment', variable: 'TOKEN', value: TOKEN }),
    backfillStartTime: START - (HISTORY_DAYS + 1) * 24 * 60 * MINUTE_MS,
    requestsPerMinute: PER_MINUTE,
  };
  const logger = silentLogger;
  const journal = await openJournal(path, { clock, logger });
  try {
    const binding = { name: workspace.name, baseUrl: BASE_URL, endpoint: 'direct', token: TOKEN };
    const { key } = await journal.bind(binding, [workspace.name]);
    const source = createClient({
      ...workspace,
      token: createTokenSource(workspace.token, logger),
      http,
      timeoutMs: workspace.requestTimeoutMs,
      version: 'bench',
      now: clock.now,
    });
    const report = await pull(
      {
        workspaceKey: key,
        workspace: workspace.name,
        settings: pullSettingsOf(workspace),
        source,
        budget: createRequestBudget({
          requestsPerMinute: PER_MINUTE,
          clock,
          log: {
            record: (time) => journal.recordRequest('bench', time),
            since: (after) => journal.requestsSince('bench', after),
          },
          random: Math.random,
        }),
        journal,
        clock,
        logger,
        random: Math.random,
        observe: () => {},
      },
      new AbortController().signal,
    );
    const { cursor } = await journal.workspace(key);
    return { stored: report.stored, windows: cursor.windowsOpened + 1 };
  } finally {
    await journal.close();
  }
}
