import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HttpSettings, http } from '../../../src/destinations/http/http.js';
import { batchOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { provideSecrets } from '../../support/given-secret.js';
import { type Received, type Reply, startHttpReceiver } from '../../support/http-receiver.js';
import { makeFolder } from '../file/file-setup.js';

const never = new AbortController().signal;
const SECRETS = { TOKEN: 'token-of-the-receiver', KEY: 'signing-key-of-the-receiver', PASSWORD: 'pass:wörd' };

/** A receiver that keeps each batch once, by its key. */
async function startKeeper(keyHeader = 'idempotency-key') {
  const stored: number[] = [];
  const keys = new Set<string>();
  const poisoned = new Set<number>();
  const answer = ({ headers, body }: Received): Reply => {
    const ids = idsIn(headers['content-type'] ?? '', body.toString('utf8'));
    if (ids.some((id) => poisoned.has(id))) return { status: 422, body: 'poison' };
    const key = headers[keyHeader] ?? '';
    if (!keys.has(key)) stored.push(...ids);
    keys.add(key);
    return { status: 204 };
  };
  const receiver = await startHttpReceiver(answer);
  return { ...receiver, stored, poison: (id: number) => void poisoned.add(id) };
}

function idsIn(type: string, body: string): number[] {
  const records =
    type === 'application/json'
      ? JSON.parse(body)
      : body
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line));
  return records.map((record: { id: number }) => record.id);
}

/** A receiver that answers what it is told to. */
async function startAnswering(reply: Reply, settings: object = {}) {
  const receiver = await startHttpReceiver(() => reply);
  onTestFinished(receiver.close);
  return { receiver, settings: given({ url: receiver.url, ...settings }) };
}

function given(settings: object): HttpSettings {
  return provideSecrets(HttpSettings.parse(settings), SECRETS);
}

async function writeOnce(settings: HttpSettings, context = openContext()): Promise<void> {
  const destination = await http.open(settings, context);
  try {
    await destination.write(batchOf(0, 3), never);
  } finally {
    await destination.close();
  }
}

for (const [name, settings, keyHeader] of [
  ['http with arrays', {}, undefined],
  [
    'http with signed and compressed lines',
    {
      body: 'ndjson',
      method: 'PUT',
      gzip: true,
      signing_secret: { env: 'KEY' },
      bearer_token: { env: 'TOKEN' },
      idempotency_header: 'X-Batch',
    },
    'x-batch',
  ],
] as const) {
  const create = async (timeout = '30s') => {
    const receiver = await startKeeper(keyHeader);
    return {
      type: http,
      settings: given({ url: `${receiver.url}/hook?from=workato`, timeout, ...settings }),
      stored: async () => receiver.stored,
      isExactlyOnce: true,
      faults: { ...receiver.faults, poison: receiver.poison },
      cleanUp: receiver.close,
    };
  };
  describeDestination(name, () => create());
  describeFaults(name, () => create('1s'));
}

describe('a request', () => {
  test('holds the records as they are, digits and all, at the very address that was given', async () => {
    const { receiver, settings } = await startAnswering({ status: 200 });
    const exact = { ...settings, url: `${receiver.url}/hook/?a=1` };
    const destination = await http.open(exact, openContext());
    await destination.write(
      batchOf(0, 2, (id) => `{"id":1234567890123456789${id}, "x":1.50}`),
      never,
    );
    await destination.close();
    const [request] = receiver.received;
    expect(request?.path).toBe('/hook/?a=1');
    expect(request?.method).toBe('POST');
    expect(request?.body.toString()).toBe(
      '[{"id":12345678901234567891, "x":1.50},{"id":12345678901234567892, "x":1.50}]',
    );
  });

  test('carries headers, secret headers and basic credentials', async () => {
    const { receiver, settings } = await startAnswering(
      { status: 200 },
      {
        headers: { 'X-Source': 'workato' },
        secret_headers: { 'X-Api-Key': { env: 'TOKEN' } },
        basic_auth: { username: 'ada', password: { env: 'PASSWORD' } },
      },
    );
    await writeOnce(settings);
    expect(receiver.received[0]?.headers).toMatchObject({
      'x-source': 'workato',
      'x-api-key': SECRETS.TOKEN,
      authorization: `Basic ${Buffer.from('ada:pass:wörd').toString('base64')}`,
      'content-type': 'application/json',
      'idempotency-key': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('has the same key for every try of a batch, and another for another batch', async () => {
    const { receiver, settings } = await startAnswering({ status: 200 });
    await writeOnce(settings);
    await writeOnce(settings);
    const destination = await http.open(settings, openContext());
    await destination.write(batchOf(3, 5), never);
    await destination.close();
    const keys = receiver.received.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  test.each([
    ['any text', SECRETS.KEY, Buffer.from(SECRETS.KEY)],
    [
      'whsec_ and base64',
      `whsec_${Buffer.from([1, 2, 250, 0, 5]).toString('base64')}`,
      Buffer.from([1, 2, 250, 0, 5]),
    ],
  ])('is signed so that openssl comes to the same, with %s for a key', async (_kind, secret, key) => {
    const receiver = await startHttpReceiver(() => ({ status: 200 }));
    onTestFinished(receiver.close);
    const settings = HttpSettings.parse({ url: receiver.url, gzip: true, signing_secret: { env: 'KEY' } });
    await writeOnce(provideSecrets(settings, { KEY: secret }));
    const [request] = receiver.received;
    const headers = request?.headers ?? {};
    const file = join(await makeFolder(), 'signed');
    await writeFile(
      file,
      Buffer.concat([
        Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`),
        request?.sent ?? Buffer.alloc(0),
      ]),
    );
    const digest = execFileSync('openssl', [
      ...['dgst', '-sha256', '-binary', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`],
      file,
    ]);
    expect(headers['webhook-signature']).toBe(`v1,${digest.toString('base64')}`);
    expect(headers['webhook-id']).toBe(headers['idempotency-key']);
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
    expect(JSON.parse(String(request?.body))).toHaveLength(3);
  });

  test('reads a secret anew at each opening', async () => {
    const file = join(await makeFolder(), 'token');
    const { receiver, settings } = await startAnswering({ status: 200 }, { bearer_token: { file } });
    for (const token of ['first-token', 'second-token']) {
      await writeFile(file, `${token}\n`, { mode: 0o600 });
      await writeOnce(settings);
    }
    expect(receiver.received.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer first-token',
      'Bearer second-token',
    ]);
  });
});

describe('an answer', () => {
  test.each([
    [400, 'DESTINATION_REFUSED'],
    [413, 'DESTINATION_REFUSED'],
    [422, 'DESTINATION_REFUSED'],
    [301, 'DESTINATION_UNAVAILABLE'],
    [401, 'DESTINATION_UNAVAILABLE'],
    [404, 'DESTINATION_UNAVAILABLE'],
    [409, 'DESTINATION_UNAVAILABLE'],
    [415, 'DESTINATION_UNAVAILABLE'],
    [429, 'DESTINATION_UNAVAILABLE'],
    [500, 'DESTINATION_UNAVAILABLE'],
  ])('of %d is %s', async (status, code) => {
    const { settings } = await startAnswering({ status, body: 'because' });
    await expect(writeOnce(settings)).rejects.toMatchObject({
      code,
      status,
      message: expect.stringContaining('because'),
      hint: code === 'DESTINATION_REFUSED' ? '' : expect.stringMatching(/\w/),
    });
  });
});

describe('check', () => {
  test('sends an empty batch with everything that a batch has', async () => {
    const { receiver, settings } = await startAnswering(
      { status: 200 },
      { bearer_token: { env: 'TOKEN' }, signing_secret: { env: 'KEY' } },
    );
    await http.check(settings, openContext(), never);
    expect(receiver.received.map(({ body }) => body.toString())).toEqual(['[]']);
    expect(receiver.received[0]?.headers).toMatchObject({
      authorization: `Bearer ${SECRETS.TOKEN}`,
      'webhook-signature': expect.stringMatching(/^v1,/),
    });
  });

  test.each([400, 422])('takes %d for what it is: nothing to store', async (status) => {
    const { settings } = await startAnswering({ status });
    await http.check(settings, openContext(), never);
  });

  test.each([
    [401, 'credentials'],
    [404, 'path'],
    [308, 'Redirects'],
    [415, 'settings'],
  ])('tells what to do about %d', async (status, hint) => {
    const { settings } = await startAnswering({ status });
    await expect(http.check(settings, openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      hint: expect.stringContaining(hint),
    });
  });

  test('tells where nobody listens', async () => {
    const { receiver, settings } = await startAnswering({ status: 200 });
    await receiver.close();
    await expect(http.check(settings, openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining('connection refused'),
    });
  });

  test.each(['two\nlines', 'schlüssel-für-alles'])(
    'refuses a token that no header can hold: %j',
    async (token) => {
      const settings = HttpSettings.parse({ url: 'http://127.0.0.1:1', bearer_token: { env: 'T' } });
      await expect(
        http.check(provideSecrets(settings, { T: token }), openContext(), never),
      ).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.not.stringContaining(token),
      });
    },
  );
});

describe('settings', () => {
  const problems = (settings: object) =>
    (HttpSettings.safeParse({ url: 'https://example.com/hook', ...settings }).error?.issues ?? []).map(
      ({ message }) => message,
    );

  test.each([
    [{ url: 'example.com' }, 'an address such as'],
    [{ url: 'https://ada:secret@example.com' }, 'without user name and password'],
    [{ method: 'GET' }, 'one of POST, PUT'],
    [{ body: 'xml' }, 'one of array, ndjson'],
    [{ headers: { 'X Source': 'a' } }, 'names of HTTP headers'],
    [{ headers: { Host: 'a' } }, 'none that the connection or the body decides'],
    [{ headers: { 'X-Source': 'a\r\nX-Evil: b' } }, 'printable ASCII'],
    [{ headers: { 'X-Source': 1 } }, 'printable ASCII'],
    [{ secret_headers: { 'X-Api-Key': 'the key itself' } }, 'never the secret itself'],
    [{ bearer_token: 'the token itself' }, 'never the secret itself'],
    [{ basic_auth: { username: 'a:b', password: { env: 'P' } } }, 'without a colon'],
    [{ idempotency_header: 'Content-Length' }, 'the name of an HTTP header'],
    [{ headers: { 'x-key': 'a' }, secret_headers: { 'X-Key': { env: 'K' } } }, 'x-key would be sent twice'],
    [{ headers: { authorization: 'a' }, bearer_token: { env: 'T' } }, 'authorization would be sent twice'],
    [
      { bearer_token: { env: 'T' }, basic_auth: { username: 'a', password: { env: 'P' } } },
      'authorization would be sent twice',
    ],
    [{ headers: { 'Idempotency-Key': 'a' } }, 'idempotency-key would be sent twice'],
    [{ headers: { 'webhook-id': 'a' }, signing_secret: { env: 'K' } }, 'webhook-id would be sent twice'],
  ])('%j are refused', (settings, message) => {
    expect(problems(settings).join()).toContain(message);
  });

  test.each([{ headers: { 'webhook-id': 'a' } }, { headers: { Authorization: 'a' } }, { timeout: '1s' }])(
    '%j are taken',
    (settings) => {
      expect(problems(settings)).toEqual([]);
    },
  );
});
