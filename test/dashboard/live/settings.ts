// The workspaces and destinations of the real collector: one that is well, and one for each thing that goes wrong.
import { stringify } from 'yaml';
import type { Simulator } from '../../../src/simulator/server.js';
import type { Receiver } from './receiver.js';

export const SERVER_TOKEN = 'the-token-of-the-server-itself';

/** The one that the look-alike knows of the workspace whose token has expired. */
export const ROTATED_TOKEN = 'another-token-0123456789';

export interface Wishes {
  /** Only these workspaces. Default: all. */
  workspaces?: readonly string[];
  /** Whether one has to sign in. Default false. */
  asksForToken?: boolean;
}

interface LiveWorkspace {
  name: string;
  id: number;
  events?: number;
  livePerMinute?: number;
  /** What the look-alike answers every request for it. */
  status?: number;
  /** The token that the look-alike knows, where it is another than the collector's. */
  simulated?: string;
  settings?: Readonly<Record<string, unknown>>;
}

const FAST = { poll_interval: '1s', requests_per_minute: 6000 };

export const WORKSPACES: readonly LiveWorkspace[] = [
  {
    name: 'well',
    id: 101,
    livePerMinute: 120,
    settings: {
      ...FAST,
      backfill_start_time: '11d',
      lookback: '30s',
      sweep_interval: '3s',
      sweep_reach: '1h',
    },
  },
  {
    name: 'reading-history',
    id: 102,
    events: 30_000,
    settings: { poll_interval: '1s', backfill_start_time: '11d' },
  },
  { name: 'seldom', id: 108, settings: { ...FAST, poll_interval: '1h' } },
  { name: 'expired', id: 103, simulated: ROTATED_TOKEN, settings: FAST },
  { name: 'no-privilege', id: 104, status: 403, settings: FAST },
  { name: 'limited', id: 105, status: 429, settings: FAST },
  { name: 'failing', id: 106, status: 503, settings: FAST },
  { name: 'nobody-there', id: 107, settings: FAST },
];

/** The token that the collector has for this workspace. */
export function tokenOf(name: string): string {
  return `the-token-of-${name}-0123456789`;
}

interface Places {
  simulator: Simulator;
  receiver: Receiver;
  port: number;
  /** Where nobody listens. */
  closedPort: number;
}

/** The configuration file. */
export function configure({ simulator, receiver, port, closedPort }: Places, wishes: Wishes): string {
  const nobody = `http://127.0.0.1:${closedPort}`;
  const wanted = WORKSPACES.filter(({ name }) => wishes.workspaces?.includes(name) ?? true);
  return stringify({
    journal: './journal.db',
    server: {
      listen: `127.0.0.1:${port}`,
      ...(wishes.asksForToken ? { token: { env: 'SERVER_TOKEN' } } : {}),
    },
    workspaces: wanted.map(({ name, settings }) => ({
      name,
      base_url: name === 'nobody-there' ? nobody : simulator.url,
      api_token: { file: `./${name}.token` },
      ...settings,
    })),
    destinations: [
      { name: 'archive', type: 'file', path: './archive.ndjson' },
      { name: 'picky', type: 'http', url: `${receiver.url}/picky`, body: 'ndjson' },
      { name: 'siem', type: 'http', url: `${nobody}/siem` },
    ],
    alerts: [{ name: 'on-call', type: 'webhook', url: { env: 'ALERT_URL' }, failing_after: '0s' }],
  });
}
