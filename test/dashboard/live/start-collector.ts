// A real collector as a process, over a look-alike of Workato that goes on bringing events while much of what can go wrong does.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openJournalReader } from '../../../src/journal/open-journal.js';
import { type Simulator, startSimulator } from '../../../src/simulator/server.js';
import { type RunningCli, spawnCli, useCli } from '../../support/cli.js';
import { freePorts } from '../../support/free-port.js';
import { type Receiver, startReceiver } from './receiver.js';
import { configure, SERVER_TOKEN, tokenOf, type Wishes, WORKSPACES } from './settings.js';

export interface LiveCollector {
  /** Where its dashboard is; the same after a restart. */
  readonly url: string;
  readonly folder: string;
  readonly simulator: Simulator;
  readonly receiver: Receiver;
  readonly process: RunningCli;
  /** As by `kill -9`. */
  kill(): Promise<void>;
  /** Starts it, and waits until its dashboard is open. */
  start(): Promise<void>;
  /** Asks the journal, from outside of the collector. */
  ask<Answer>(
    question: (journal: Awaited<ReturnType<typeof openJournalReader>>) => Promise<Answer>,
  ): Promise<Answer>;
}

const LONGEST_START_MS = 60_000;

/** One collector for all tests of a file, as `wishes` has it. */
export function useCollector(wishes: Wishes = {}): { readonly live: LiveCollector } {
  useCli();
  let live: (LiveCollector & { end(): Promise<void> }) | undefined;
  beforeAll(async () => {
    live = await set(wishes);
    await live.start();
  }, LONGEST_START_MS);
  afterAll(() => live?.end());
  return {
    get live() {
      if (!live) throw new Error('The collector has not been started yet.');
      return live;
    },
  };
}

async function set(wishes: Wishes): Promise<LiveCollector & { end(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'dashboard-'));
  const simulator = await startSimulator({
    events: 400,
    historyDays: 10,
    requestsPerMinute: 0,
    lateShare: 0.1,
    lateMs: 3000,
    workspaces: WORKSPACES.map(({ name, id, events, livePerMinute, simulated }) => ({
      id,
      name,
      events,
      livePerMinute,
      token: simulated ?? tokenOf(name),
    })),
    faults: WORKSPACES.flatMap(({ id, status }) => (status === undefined ? [] : [`*@${id}:${status}`])),
  });
  const receiver = await startReceiver();
  const [port = 0, closedPort = 0] = await freePorts(2);
  const config = join(folder, 'workato-audit-logs.yaml');
  await writeFile(config, configure({ simulator, receiver, port, closedPort }, wishes));
  for (const { name } of WORKSPACES)
    await writeFile(join(folder, `${name}.token`), tokenOf(name), { mode: 0o600 });
  let running: Awaited<ReturnType<typeof spawnCli>> | undefined;
  const kill = async () => running?.kill();
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    simulator,
    receiver,
    get process() {
      if (!running) throw new Error('The collector does not run.');
      return running;
    },
    kill,
    async start() {
      const env = { ALERT_URL: `${receiver.url}/alert`, SERVER_TOKEN };
      running = await spawnCli(['run', '--config', config], { cwd: folder, env });
      await running.until('stderr', /The dashboard is open\./);
    },
    async ask(question) {
      const journal = await openJournalReader(join(folder, 'journal.db'));
      try {
        return await question(journal);
      } finally {
        await journal.close();
      }
    },
    async end() {
      await kill();
      await simulator.stop();
      await receiver.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
