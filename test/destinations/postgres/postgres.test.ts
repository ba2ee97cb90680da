import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgres } from '../../../src/destinations/postgres/postgres.js';
import { PostgresSettings } from '../../../src/destinations/postgres/postgres-settings.js';
import { toJsonbText } from '../../../src/destinations/postgres/postgres-text.js';
import { batchOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.js';
import { startTcpProxy } from '../../support/tcp-proxy.js';

const never = new AbortController().signal;
let server: PostgresServer;
const authority = resolve(import.meta.dirname, '../../platform/certificates/authority.pem');
let tables = 0;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

/** Settings as written, and read; the table is a new one. */
function settingsFor(given: Record<string, unknown> = {}): PostgresSettings {
  tables += 1;
  const { password: _, ...rest } = {
    host: '127.0.0.1',
    port: server.port,
    database: 'postgres',
    user: 'owner',
    tls: 'off',
    table: `events_${tables}`,
    ...given,
  } as Record<string, unknown>;
  const settings = PostgresSettings.parse({ ...rest, password: { env: 'PGPASS' } });
  settings.password?.provide(typeof given['password'] === 'string' ? given['password'] : server.password);
  return settings;
}

async function rowsOf({ table }: PostgresSettings) {
  const [found] = await server.query(`SELECT to_regclass('${table}') AS found`);
  return found?.['found'] === null ? [] : server.query(`SELECT * FROM ${table} ORDER BY journal_position`);
}

const create = (timeout: string) => async () => {
  const proxy = await startTcpProxy(server.port);
  const settings = settingsFor({ port: proxy.port, timeout });
  /** What becomes, once, of the bytes that bring an insert. */
  const atInsert = (act: typeof proxy.toServer) => {
    proxy.toServer = (bytes, client) => {
      if (!bytes.includes('INSERT INTO')) return bytes;
      proxy.toServer = (next) => next;
      return act(bytes, client);
    };
  };
  return {
    type: postgres,
    settings,
    stored: async () => (await rowsOf(settings)).map((row) => Number(row['event_id'])),
    isExactlyOnce: true,
    faults: {
      reset: () =>
        atInsert((_bytes, client) => {
          client.resetAndDestroy();
          return null;
        }),
      loseAnswer: () =>
        atInsert((bytes, client) => {
          proxy.silence(client);
          return bytes;
        }),
      goDown: () => proxy.goDown(),
      async poison(id: number) {
        await (await postgres.open(settings, openContext())).close();
        await server.query(`ALTER TABLE ${settings.table} ADD CHECK (event_id <> '${id}')`);
      },
    },
    cleanUp: () => proxy.close(),
  };
};

describeDestination('postgres', create('30s'));
// A lost answer is waited for.
describeFaults('postgres', create('1s'));

async function deliver(
  settings: PostgresSettings,
  after: number,
  to: number,
  body?: (position: number) => string,
) {
  const destination = await postgres.open(settings, openContext());
  try {
    return await destination.write(batchOf(after, to, body), never);
  } finally {
    await destination.close();
  }
}

describe('a row', () => {
  test('has typed columns, the record as jsonb, and its text as it came', async () => {
    const settings = settingsFor();
    const text =
      '{ "id":1, "big":9007199254740993123, "workspace":{"id":42}, "name":"Zoë \\u0000 \\ud83d\\ude00 \\ud800" }';
    await deliver(settings, 0, 1, () => text);
    const [row] = await server.query(
      `SELECT *, record->>'name' AS name, record->>'big' AS big FROM ${settings.table}`,
    );
    expect(row).toMatchObject({
      base_url: 'https://www.workato.com',
      workspace_id: '42',
      event_id: '1',
      event_time: new Date('2026-01-01T00:00:01Z'),
      first_seen: new Date('2026-01-01T00:00:01.500Z'),
      workspace: 'acme-prod',
      event_type: 'user_login',
      user_name: 'ada@example.com',
      resource_type: 'User',
      journal_position: '1',
      raw: text,
      name: 'Zoë \ufffd 😀 \ufffd',
      big: '9007199254740993123',
    });
  });

  test('that jsonb cannot hold has its text, and no record', async () => {
    const settings = settingsFor();
    const text = `{"id":1,"n":1${'0'.repeat(140_000)}}`;
    expect(await deliver(settings, 0, 1, () => text)).toMatchObject({ refused: [] });
    expect(await rowsOf(settings)).toMatchObject([{ record: null, raw: text }]);
  });

  test('is there once, although another journal brings it again at another position', async () => {
    const settings = settingsFor();
    const body = (position: number) => `{"id":${position},"workspace":{"id":42}}`;
    await deliver(settings, 0, 3, body);
    await deliver(settings, 0, 5, body);
    expect(await rowsOf(settings)).toHaveLength(5);
  });
});

describe('check', () => {
  const refused: [string, Record<string, unknown>, RegExp, RegExp][] = [
    [
      'a wrong password',
      { password: 'another-password' },
      /password authentication failed/,
      /user and password/,
    ],
    ['an unknown database', { database: 'nowhere' }, /"nowhere" does not exist/, /CREATE DATABASE nowhere/],
    ['an unknown schema', { schema: 'nowhere' }, /no schema "nowhere"/, /CREATE SCHEMA nowhere/],
    ['a missing table', { create_table: false }, /no table public\.events_/, /create_table: true/],
    [
      'a certificate of an unknown authority',
      { tls: 'verify', host: 'localhost' },
      /certificate|issuer/,
      /ca_file/,
    ],
    ['nobody listening', { port: 1 }, /ECONNREFUSED/, /listens there/],
    ['a host that is not there', { host: 'no-such-host.invalid' }, /ENOTFOUND|EAI_AGAIN/, /spelling of host/],
  ];
  test.each(refused)('tells what to do about %s', async (_what, given, message, hint) => {
    await expect(postgres.check(settingsFor(given), openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test('says what a user without rights lacks, and leaves no table behind', async () => {
    await server.query(
      `CREATE ROLE guest LOGIN PASSWORD 'guest-password-1'; REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
    );
    const settings = settingsFor({ user: 'guest', password: 'guest-password-1' });
    await expect(postgres.check(settings, openContext(), never)).rejects.toMatchObject({
      hint: expect.stringMatching(/GRANT CREATE ON SCHEMA public TO guest/),
    });
    await deliver({ ...settingsFor(), table: settings.table }, 0, 1);
    await expect(postgres.check(settings, openContext(), never)).rejects.toMatchObject({
      hint: expect.stringMatching(/GRANT INSERT ON public\.events_\d+ TO guest/),
    });
    await server.query(`GRANT INSERT, SELECT ON ${settings.table} TO guest`);
    await postgres.check(settings, openContext(), never);
  });

  test.each([{ tls: 'verify', host: 'localhost', ca_file: authority }, { tls: 'require' }])(
    'accepts an encrypted connection: %o',
    async (given) => {
      await postgres.check(settingsFor(given), openContext(), never);
    },
  );

  test('refuses a certificate for another host', async () => {
    const settings = settingsFor({ tls: 'verify', ca_file: authority });
    await expect(
      postgres.check({ ...settings, host: '127.0.0.2' }, openContext(), never),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/altnames/),
      hint: expect.stringMatching(/the name that stands in it/),
    });
  });

  test('recognises a table of another shape', async () => {
    const settings = settingsFor();
    await server.query(`CREATE TABLE ${settings.table} (id int)`);
    await expect(postgres.check(settings, openContext(), never)).rejects.toMatchObject({
      hint: expect.stringMatching(/other columns/),
    });
  });
});

test('a stop cuts a batch that waits for the server', async () => {
  const settings = settingsFor();
  await deliver(settings, 0, 1);
  const blocked = server.query(`BEGIN; LOCK TABLE ${settings.table}; SELECT pg_sleep(2); COMMIT`);
  const locks = `SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = '${settings.table}'::regclass AND granted`;
  while ((await server.query(locks)).length === 0);
  const destination = await postgres.open({ ...settings, create_table: false }, openContext());
  const stop = new AbortController();
  const writing = destination.write(batchOf(1, 2), stop.signal);
  stop.abort(new Error('SIGTERM'));
  await expect(writing).rejects.toMatchObject({ code: 'ABORTED' });
  await destination.close();
  await blocked;
});

test.each([
  ['{"a":"b"}', '{"a":"b"}'],
  ['"\\\\u0000"', '"\\\\u0000"'],
  ['"\\u0000\\ud83d\\ude00"', '"\\ufffd\\ud83d\\ude00"'],
  ['"\\ud800x\\udc00"', '"\\ufffdx\\ufffd"'],
  ['"\\ud800\\ud83d\\ude00"', '"\\ufffd\\ud83d\\ude00"'],
])('jsonb text of %s', (json, expected) => {
  expect(toJsonbText(json)).toBe(expected);
});
