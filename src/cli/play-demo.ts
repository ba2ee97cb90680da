// The demo itself: what it starts, what it shows, and how it tidies up.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExitCode } from '../app/outcome.js';
import type { Parts } from '../app/parts.js';
import type { Config } from '../config/config.js';
import { defaultDestination } from '../config/default-destination.js';
import { defaultWorkspace } from '../config/default-workspace.js';
import { DEFAULT_LISTEN, Listen, type ListenAddress } from '../config/server-schema.js';
import { FileSettings } from '../destinations/file/file.js';
import { startSimulator } from '../simulator/server.js';
import type { CommandContext } from './command-context.js';
import { DEMO_JOURNAL, prepareDemoFolder } from './demo-folder.js';
import { print } from './print.js';
import { renderEvents } from './render-event.js';

export interface DemoSettings {
  events: number;
  livePerMinute: number;
  /** Null: until stopped. */
  durationMs: number | null;
  /** Null: a temporary one. */
  folder: string | null;
  /** Null: where it is served if nothing else is said, and if that is free. */
  listen: { address: ListenAddress | null } | null;
}

const HISTORY_DAYS = 30;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Of the history, what may lie in its last hour. */
const BUSY_SHARE = 0.8;
const TOKEN = 'a-token-of-the-demo';
const POLL_MS = 2000;
const FAST = 6000;

/** Plays until stopped, or for `durationMs`; always leaves tidily. */
export async function playDemo(settings: DemoSettings, context: CommandContext): Promise<ExitCode> {
  const folder = await prepareDemoFolder(settings.folder);
  try {
    const code = await playIn(folder, settings, context);
    if (settings.folder !== null) context.logger.info('Journal and events are kept.', { folder });
    return code;
  } finally {
    if (settings.folder === null) await rm(folder, { recursive: true, force: true });
  }
}

async function playIn(folder: string, settings: DemoSettings, context: CommandContext): Promise<ExitCode> {
  const { clock, logger, stop } = context;
  const { events, livePerMinute } = settings;
  // The last hour is as busy as what follows, so that there is something to see at once.
  const busyMinutes = livePerMinute > 0 ? Math.min(60, Math.floor((events * BUSY_SHARE) / livePerMinute)) : 0;
  const simulator = await startSimulator({
    events: events - busyMinutes * livePerMinute,
    historyDays: HISTORY_DAYS,
    until: clock.now() - busyMinutes * MINUTE_MS,
    livePerMinute,
    requestsPerMinute: FAST,
    tokens: [TOKEN],
    clock,
  });
  try {
    const config = demoConfig(simulator.url, folder, settings.listen, clock.now());
    logger.info('A look-alike of Workato with history is running.', {
      base_url: simulator.url,
      events,
    });
    logger.info('Collecting its history, then each new event within seconds. Ctrl-C ends the demo.', {
      journal: config.journal.path,
    });
    if (settings.durationMs !== null) {
      clock.sleep(settings.durationMs, stop.signal).then(stop.stop, () => {});
    }
    return await collectAndShow(config, context);
  } finally {
    await simulator.stop();
  }
}

async function collectAndShow(config: Config, context: CommandContext): Promise<ExitCode> {
  const [{ compose }, { collect }] = await Promise.all([import('../app/compose.js'), import('./run.js')]);
  const parts = await compose(config, context);
  try {
    const showing = showNewEvents(parts, context).catch(context.stop.stop);
    await collect(parts, config, context);
    await showing;
    const head = await parts.journal.head();
    context.logger.info('The end of the demo.', { events_in_journal: head });
    return 0;
  } finally {
    await parts.close();
  }
}

/** Tells when history is there, then shows each event as it comes. */
async function showNewEvents(parts: Parts, { logger, stop, screen }: CommandContext): Promise<void> {
  const { signal } = stop;
  let shown = await waitForHistory(parts, signal);
  if (signal.aborted) return;
  screen.clear();
  logger.info('History is complete; now each new event.', { events: shown });
  while (!signal.aborted) {
    const heard = parts.grown.count;
    const events = await parts.journal.read(shown, { events: 100, bytes: 1_000_000 });
    shown = events.at(-1)?.position ?? shown;
    if (events.length > 0 && !(await print(renderEvents(events)))) {
      stop.stop();
      return;
    }
    if (events.length === 0) await parts.grown.wait(heard, signal);
  }
}

/** The journal's end once nothing of the history is left to read. */
async function waitForHistory(parts: Parts, signal: AbortSignal): Promise<number> {
  const { measureBackfill } = await import('../app/progress.js');
  while (!signal.aborted) {
    const entries = await parts.journal.workspaces();
    const isContacted = entries.every(({ cursor }) => cursor !== null);
    if (isContacted && measureBackfill(entries, parts.clock.now()) === null) break;
    await parts.clock.sleep(200, signal).catch(() => {});
  }
  return parts.journal.head();
}

function demoConfig(baseUrl: string, folder: string, listen: DemoSettings['listen'], now: number): Config {
  return {
    journal: { path: join(folder, DEMO_JOURNAL), keepDays: null },
    workspaces: [
      {
        ...defaultWorkspace('demo', baseUrl, { kind: 'environment', variable: 'the demo', value: TOKEN }),
        backfillStartTime: now - (HISTORY_DAYS + 1) * DAY_MS,
        requestsPerMinute: FAST,
        pollIntervalMs: POLL_MS,
      },
    ],
    destinations: [
      defaultDestination('file', 'file', FileSettings.parse({ path: join(folder, 'events.ndjson') })),
    ],
    alerts: [],
    server: {
      address: listen === null ? Listen.parse(DEFAULT_LISTEN) : listen.address,
      isAddressGiven: listen !== null,
      token: null,
      allowedHosts: [],
    },
    proxy: { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined },
    extraCaFile: null,
    file: null,
  };
}
