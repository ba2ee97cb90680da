// What stands on the pictures: a collector with five workspaces, one of them reading its history and one with an expired token.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startSimulator } from '../dist/simulator/server.js';

const MAIN = `${import.meta.dirname}/../dist/cli/main.js`;
const MINUTE_MS = 60_000;
const HOUR_AGO = Date.now() - 61 * MINUTE_MS;

/** A year of a busy workspace is too much for a minute: it is still being read on the pictures. */
const WORKSPACES = [
  { name: 'acme-prod', id: 2100003309, livePerMinute: 42, events: 6000, known: true, limit: 6000 },
  { name: 'acme-europe', id: 2100003310, livePerMinute: 17, events: 4000, known: true, limit: 6000 },
  { name: 'acme-japan', id: 2100003311, livePerMinute: 6, events: 1500, known: true, limit: 6000 },
  { name: 'acme-history', id: 2100003312, livePerMinute: 3, events: 12_000, known: true, limit: 60 },
  { name: 'acme-test', id: 2100003313, livePerMinute: 1, events: 300, known: false, limit: 60 },
];

/** Starts it all. `url`: the dashboard. */
export async function startPictureWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const simulator = await startSimulator({
    historyDays: 14,
    until: HOUR_AGO,
    requestsPerMinute: 0,
    lateShare: 0.04,
    lateMs: 15_000,
    workspaces: WORKSPACES.map(({ known, name, limit: _limit, ...workspace }) => ({
      ...workspace,
      name,
      token: known ? tokenOf(name) : 'another-token-0123456789',
    })),
  });
  const receiver = createServer((request, response) =>
    request.resume().on('end', () => response.writeHead(204).end()),
  );
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const receiverUrl = `http://127.0.0.1:${receiver.address().port}`;
  for (const { name } of WORKSPACES)
    writeFileSync(join(folder, `${name}.token`), tokenOf(name), { mode: 0o600 });
  writeFileSync(join(folder, 'workato-audit-logs.yaml'), configure(simulator.url, receiverUrl));
  const collector = spawn(process.execPath, [MAIN, 'run'], {
    cwd: folder,
    env: { PATH: process.env.PATH, ALERT_URL: receiverUrl },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return {
    url: await findUrl(collector.stderr),
    /** An event of the first workspace that is seen so many minutes after it happened. */
    addLate: (minutes) => simulator.add({ time: Date.now() - minutes * MINUTE_MS }, WORKSPACES[0].id),
    async end() {
      collector.kill('SIGINT');
      await once(collector, 'exit');
      receiver.close();
      receiver.closeAllConnections();
      await simulator.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function tokenOf(name) {
  return `the-token-of-${name}-0123456789`;
}

function configure(url, receiverUrl) {
  return stringify({
    journal: './journal.db',
    server: { listen: '127.0.0.1:0' },
    workspaces: WORKSPACES.map(({ name, limit }) => ({
      name,
      base_url: url,
      api_token: { file: `./${name}.token` },
      backfill_start_time: '15d',
      poll_interval: '2s',
      requests_per_minute: limit,
      sweep_interval: '5s',
      sweep_reach: '2h',
    })),
    destinations: [
      { name: 'archive', type: 'file', path: './archive.ndjson' },
      { name: 'siem', type: 'http', url: receiverUrl },
    ],
    alerts: [{ name: 'on-call', type: 'webhook', url: { env: 'ALERT_URL' }, failing_after: '0s' }],
  });
}

async function findUrl(stream) {
  let text = '';
  for await (const piece of stream) {
    text += piece;
    const found = /The dashboard is open\. url=(\S+)/.exec(text);
    if (!found) continue;
    stream.resume();
    return found[1];
  }
  throw new Error(`the collector ended: ${text}`);
}
