// What Prometheus is given, read by Prometheus's own tools; and that rules and dashboard ask for nothing that is not there.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sync } from '../../src/app/sync.js';
import { metrics } from '../../src/server/metrics/render-metrics.js';
import { makeEvent } from '../support/event-fixtures.js';
import { simulate } from '../support/simulated.js';
import { API_TOKEN, setUpServer } from './server-setup.js';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');
const HOSTILE_NAME = 'a"b\\c{d="e"}\u2028é';
const PROMETHEUS_NAME = /\b(?:workato_audit_logs|process)_[a-z_]+/g;

/** A server whose collector has twice pulled and delivered a little, one request having failed. */
async function setUpCollected() {
  const simulator = await simulate({
    events: 150,
    tokens: [API_TOKEN],
    faults: ['2:503'],
  });
  const scene = await setUpServer(
    {},
    {
      workspaces: [
        {
          name: HOSTILE_NAME,
          base_url: simulator.url,
          api_token: { env: 'TOKEN' },
          backfill_start_time: new Date(Date.now() - 21 * 86_400_000).toISOString(),
          requests_per_minute: 6000,
        },
      ],
    },
  );
  // The time between two polls is known after the second.
  for (let poll = 0; poll < 2; poll += 1)
    await sync(scene.parts, { giveUpAfterMs: 60_000 }, new AbortController().signal);
  await Promise.all([...scene.parts.workspaces, ...scene.parts.feeds].map(({ health }) => health.settle()));
  return scene;
}

async function scrape(url: string): Promise<string> {
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return answer.text();
}

/** The value of one series, its labels as the text has them. */
function seriesOf(text: string, series: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  if (line === undefined) throw new Error(`No ${series} in:\n${text}`);
  return Number(line.slice(series.length + 1));
}

function promtool(args: readonly string[], options: { input?: string; cwd?: string } = {}) {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { encoding: 'utf8', ...options });
  if (error) throw error;
  return { status, said: `${stdout}${stderr}` };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'promtool-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('a collector that has worked tells how it went, in a form that Prometheus takes', async () => {
  const { url } = await setUpCollected();
  const text = await scrape(url);
  const workspace = 'workspace="a\\"b\\\\c{d=\\"e\\"}\u2028é"';
  expect(seriesOf(text, 'workato_audit_logs_journal_head_position')).toBe(150);
  expect(seriesOf(text, `workato_audit_logs_events_stored_total{${workspace}}`)).toBe(150);
  expect(seriesOf(text, `workato_audit_logs_workspace_up{${workspace}}`)).toBe(1);
  expect(seriesOf(text, `workato_audit_logs_workspace_backfill_done_ratio{${workspace}}`)).toBe(1);
  expect(seriesOf(text, `workato_audit_logs_request_budget_limit{${workspace}}`)).toBe(6000);
  expect(
    seriesOf(text, `workato_audit_logs_requests_total{${workspace},outcome="upstream_failed",status="503"}`),
  ).toBe(1);
  const pages = seriesOf(text, `workato_audit_logs_requests_total{${workspace},outcome="page",status="200"}`);
  expect(pages).toBeGreaterThan(1);
  expect(seriesOf(text, `workato_audit_logs_page_latency_seconds_count{${workspace}}`)).toBe(pages);
  expect(seriesOf(text, `workato_audit_logs_page_latency_seconds_bucket{${workspace},le="+Inf"}`)).toBe(
    pages,
  );
  expect(seriesOf(text, 'workato_audit_logs_destination_delivered_events_total{destination="archive"}')).toBe(
    150,
  );
  expect(seriesOf(text, 'workato_audit_logs_destination_waiting_events{destination="archive"}')).toBe(0);
  expect(text).not.toContain(API_TOKEN);

  const { status, said } = promtool(['check', 'metrics'], { input: text });
  expect(said).toBe('');
  expect(status).toBe(0);

  const answered = new Set([...text.matchAll(/^(?!#)[a-z_]+/gm)].map(([name]) => name));
  for (const { name, type } of metrics)
    expect(answered, `${name} has a value`).toContain(type === 'histogram' ? `${name}_bucket` : name);
  for (const file of ['prometheus/alerts.yaml', 'grafana/dashboard.json']) {
    const asked = (await readFile(join(EXAMPLES, file), 'utf8')).match(PROMETHEUS_NAME) ?? [];
    expect(asked.length).toBeGreaterThan(10);
    for (const name of asked) expect(answered, `${file}: ${name}`).toContain(name);
  }
});

test('late events fall into buckets that add up, and dead letters are counted', async () => {
  const { parts, url } = await setUpServer();
  const [workspace] = parts.workspaces;
  const [feed] = parts.feeds;
  if (!workspace || !feed) throw new Error('no parts');
  const workspaceKey = workspace.context.workspaceKey;
  const events = [1, 2, 3].map((id) => makeEvent({ id }));
  await parts.journal.append({
    workspaceKey,
    events,
    cursor: null,
    now: Date.now(),
    lateness: ({ id }) => ({ lateByMs: Number(id) * 60_000, beyondLookback: id === '3' }),
  });
  await parts.journal.openFeed(feed.config.name, 0);
  await parts.journal.acknowledge({
    feed: feed.config.name,
    position: 3,
    resume: null,
    delivered: 1,
    filtered: 0,
    skipped: 0,
    deadLetters: [2, 3].map((position) => ({ position, reason: 'refused' })),
    now: Date.now(),
  });
  const text = await scrape(url);
  expect(seriesOf(text, 'workato_audit_logs_destination_dead_letters{destination="archive"}')).toBe(2);
  expect(seriesOf(text, 'workato_audit_logs_destination_position{destination="archive"}')).toBe(3);
  expect(seriesOf(text, 'workato_audit_logs_events_late_total{workspace="acme"}')).toBe(3);
  expect(seriesOf(text, 'workato_audit_logs_events_beyond_lookback_total{workspace="acme"}')).toBe(1);
  const lateness = ['60', '120', '300', '604800', '+Inf'].map((le) =>
    seriesOf(text, `workato_audit_logs_event_lateness_seconds_bucket{workspace="acme",le="${le}"}`),
  );
  expect(lateness).toEqual([1, 2, 3, 3, 3]);
  expect(seriesOf(text, 'workato_audit_logs_event_lateness_seconds_count{workspace="acme"}')).toBe(3);
});

test('where the server has a token, metrics need it', async () => {
  const { url } = await setUpServer({ token: 'a-token-of-the-server' });
  expect((await fetch(`${url}/metrics`)).status).toBe(401);
  const headers = { authorization: 'Bearer a-token-of-the-server' };
  expect((await fetch(`${url}/metrics`, { headers })).status).toBe(200);
});

test('the alert rules are valid, fire when they should, and only then', async () => {
  const folder = await makeFolder();
  await copyFile(join(EXAMPLES, 'prometheus/alerts.yaml'), join(folder, 'alerts.yaml'));
  await copyFile(join(import.meta.dirname, 'alerts.test.yaml'), join(folder, 'alerts.test.yaml'));
  for (const args of [
    ['check', 'rules', '--lint-fatal', 'alerts.yaml'],
    ['test', 'rules', 'alerts.test.yaml'],
  ]) {
    const { status, said } = promtool(args, { cwd: folder });
    expect(status, said).toBe(0);
  }
});

test('every query of the dashboard is one that Prometheus understands', async () => {
  const folder = await makeFolder();
  const text = await readFile(join(EXAMPLES, 'grafana/dashboard.json'), 'utf8');
  const dashboard = JSON.parse(text) as { panels: { targets?: { expr: string }[] }[] };
  const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  expect(queries.length).toBeGreaterThan(15);
  const rules = queries.map((query, index) => ({
    record: `dashboard:query:${index}`,
    expr: query.replaceAll('$__rate_interval', '5m'),
  }));
  // JSON is YAML.
  await writeFile(join(folder, 'queries.yaml'), JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  const { status, said } = promtool(['check', 'rules', 'queries.yaml'], { cwd: folder });
  expect(status, said).toBe(0);
});
