// Testing connections without a collector: requests count in the journal of the configuration, where there is one.
import { existsSync } from 'node:fs';
import { loadConfig } from '../config/load.js';
import { openJournalReader } from '../journal/open-journal.js';
import type { World } from './compose.js';
import { type Connection, type ConnectionReport, testConnection } from './connect.js';
import { createForgetfulMemory } from './forgetful-memory.js';
import { createSourceWiring } from './wire-source.js';

export interface Tester {
  /** As `testConnection`. */
  test(connection: Connection, signal: AbortSignal): Promise<ConnectionReport>;
  close(): Promise<void>;
}

/** `file`: a configuration that there is; undefined: the default one, where there is one. @throws ConfigError where it is wrong. */
export async function openTester(file: string | undefined, world: World): Promise<Tester> {
  const { clock } = world;
  const config = await loadConfig({ flags: { config: file }, now: () => clock.now(), needsTokens: false });
  const { path } = config.journal;
  const journal = existsSync(path) ? await openJournalReader(path) : null;
  const wiring = createSourceWiring(config, journal ?? createForgetfulMemory(), world);
  return {
    test: (connection, signal) =>
      testConnection(connection, { workspaces: [], wiring, journal, clock }, signal),
    async close() {
      await wiring.close();
      await journal?.close();
    },
  };
}
