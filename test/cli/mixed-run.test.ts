// One workspace into five destinations at once, one of them dead, by a collector that is killed again and again: the ledgers balance,
// and nothing is twice where a repeat can be recognised.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished, vi } from 'vitest';
import { idsOf, makeFolder, runCli, startCli, useCli } from '../support/cli.js';
import { startKafkaMock } from '../support/kafka-mock.js';
import { startPostgres } from '../support/postgres-server.js';
import { makeBucket } from '../support/s3/s3-server.js';
import { startS3rver } from '../support/s3/s3rver.js';
import { beforeHistory, simulate, TOKEN } from '../support/simulated.js';

useCli();

const EVENTS = 2_000;
const KILLS = 6;
const LONGEST_MS = 240_000;

async function setScene() {
  const cwd = await makeFolder();
  const simulator = await simulate({ events: EVENTS, latencyMs: 60 });
  const postgres = await startPostgres();
  const store = await startS3rver();
  const kafka = await startKafkaMock();
  onTestFinished(async () => {
    await Promise.all([postgres.stop(), store.close(), kafka.close()]);
  });
  const bucket = await makeBucket(store);
  await kafka.makeTopic('audit');
  const env = {
    WORKATO_API_TOKEN: TOKEN,
    DATABASE_PASSWORD: postgres.password,
    STORE_KEY: store.accessKey,
    STORE_SECRET: store.secretKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  await writeFile(
    join(cwd, 'workato-audit-logs.yaml'),
    `workspaces:
  - name: acme
    base_url: ${simulator.url}
    api_token: { env: WORKATO_API_TOKEN }
    backfill_start_time: ${beforeHistory()}
    requests_per_minute: 60000
    poll_interval: 200ms
destinations:
  - { name: archive, type: file, path: out.ndjson }
  - name: warehouse
    type: postgres
    host: 127.0.0.1
    port: ${postgres.port}
    database: ${postgres.database}
    user: ${postgres.user}
    password: { env: DATABASE_PASSWORD }
    tls: "off"
  - name: lake
    type: s3
    endpoint: ${store.endpoint}
    bucket: ${bucket.name}
    region: us-east-1
    path_style: true
    access_key_id: { env: STORE_KEY }
    secret_access_key: { env: STORE_SECRET }
    batch_age: 1s
  - { name: bus, type: kafka, brokers: ["127.0.0.1:${kafka.port}"], topic: audit, tls: false }
  - { name: dead, type: http, url: "http://127.0.0.1:1/events" }

`,
  );
  const readObjects = async () => {
    const bodies = await Promise.all((await bucket.keys()).map(async (key) => (await bucket.read(key)).body));
    return idsOf(bodies.map((body) => gunzipSync(body).toString('utf8')).join(''));
  };
  return {
    cwd,
    env,
    readFileIds: async () => idsOf(await readFile(join(cwd, 'out.ndjson'), 'utf8')),
    readObjects,
    readRows: async () =>
      (await postgres.query('SELECT event_id FROM workato_audit_logs')).map((row) => Number(row['event_id'])),
    readMessages: async () =>
      (await kafka.read('audit')).map(({ payload }) => Number(JSON.parse(payload).id)),
  };
}

interface FeedLine {
  name: string;
  position: number;
  waiting: number;
  trouble: unknown;
  events: { delivered: number; filtered: number; skipped: number; dead_lettered: number };
}

it(
  'ends balanced over kill -9, with no repeat where none is allowed, whatever one dead destination does',
  async () => {
    const scene = await setScene();
    const { cwd, env } = scene;
    const status = async () => {
      const { stdout } = await runCli(['status', '--json'], { cwd, env });
      return JSON.parse(stdout) as { journal: { head: number }; destinations: FeedLine[] };
    };
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const running = await startCli(['run', '--log-level', 'debug'], { cwd, env });
      await running.until('stderr', /Collecting\./);
      // Somewhere in the middle of things: each time a little later.
      const seen = running.stderr.length;
      await vi.waitFor(() => expect(running.stderr.length).toBeGreaterThan(seen + kill * 200), {
        timeout: 20_000,
        interval: 10,
      });
      running.child.kill('SIGKILL');
      await running.ended;
    }
    const last = await startCli(['run'], { cwd, env });
    await vi.waitFor(
      async () => {
        const { journal, destinations } = await status();
        expect(journal.head).toBe(EVENTS);
        const late = destinations.filter(({ name, waiting }) => name !== 'dead' && waiting > 0);
        expect(late.map(({ name, trouble }) => ({ name, trouble }))).toEqual([]);
      },
      { timeout: 120_000, interval: 500 },
    );
    last.child.kill('SIGTERM');
    expect((await last.ended).code).toBe(0);

    const { destinations } = await status();
    for (const { name, position, waiting, events } of destinations) {
      const { delivered, filtered, skipped, dead_lettered } = events;
      expect(delivered + filtered + skipped + dead_lettered, name).toBe(position);
      expect(position + waiting, name).toBe(EVENTS);
    }
    expect(destinations.find(({ name }) => name === 'dead')).toMatchObject({
      position: 0,
      trouble: { code: 'DESTINATION_UNAVAILABLE' },
    });
    const [inFile, rows, objects, messages] = await Promise.all([
      scene.readFileIds(),
      scene.readRows(),
      scene.readObjects(),
      scene.readMessages(),
    ]);
    for (const [name, ids] of Object.entries({ inFile, rows, objects })) {
      expect(new Set(ids).size, name).toBe(EVENTS);
      expect(ids.length, name).toBe(EVENTS);
    }
    expect(new Set(messages).size).toBe(EVENTS);
  },
  LONGEST_MS,
);
