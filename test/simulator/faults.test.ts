import { expect, test } from 'vitest';
import { parseFaultRule } from '../../src/simulator/faults.js';
import { ask, askPage } from './ask.js';
import { setUp } from './setup.js';

test.each([
  ['3:reset', { kind: 'requests', first: 3, last: 3 }, { kind: 'reset' }],
  ['5-9:503', { kind: 'requests', first: 5, last: 9 }, { kind: 'status', argument: '503' }],
  ['10-:hang', { kind: 'requests', first: 10, last: Number.POSITIVE_INFINITY }, { kind: 'hang' }],
  [
    '*:latency=250',
    { kind: 'requests', first: 1, last: Number.POSITIVE_INFINITY },
    { kind: 'latency', argument: '250' },
  ],
  ['2.5%:status=418', { kind: 'share', share: 0.025 }, { kind: 'status', argument: '418' }],
  ['60s-120s:429', { kind: 'time', fromMs: 60_000, toMs: 120_000 }, { kind: 'status', argument: '429' }],
  [
    '60s-:429',
    { kind: 'time', fromMs: 60_000, toMs: Number.POSITIVE_INFINITY },
    { kind: 'status', argument: '429' },
  ],
  [
    '4:redirect=https://a.example:8/x',
    { kind: 'requests', first: 4, last: 4 },
    { kind: 'redirect', argument: 'https://a.example:8/x' },
  ],
])('reads %s', (text, when, fault) => {
  expect(parseFaultRule(text)).toEqual({ when, fault, workspace: undefined });
});

test('reads a rule for one workspace', () => {
  expect(parseFaultRule('1-@2100003310:403').workspace).toBe(2_100_003_310);
});

test.each(['', '3', 'reset', '3:', '3:oops', 'x:500', '3:constructor', '3:99', '-3:500'])(
  'refuses %o',
  (text) => {
    expect(() => parseFaultRule(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  },
);

test('befalls the requests that it is for, and no other', async () => {
  const { simulator, url } = await setUp({ faults: ['2:500', '3-4:503'] });
  for (let request = 0; request < 5; request += 1) await ask(url);
  expect(simulator.requests.map(({ status }) => status)).toEqual([200, 500, 503, 503, 200]);
  expect(simulator.requests.map(({ fault }) => fault)).toEqual([null, 'status', 'status', 'status', null]);
});

test('befalls a span of time', async () => {
  const { url, clock } = await setUp({ faults: ['60s-120s:502'] });
  const statusAfter = async (ms: number) => {
    await clock.advance(ms);
    return (await ask(url)).status;
  };
  expect([
    await statusAfter(59_999),
    await statusAfter(1),
    await statusAfter(59_999),
    await statusAfter(1),
  ]).toEqual([200, 502, 502, 200]);
});

test('befalls a share of the requests, the same for the same seed', async () => {
  const statuses = async () => {
    const { simulator, url } = await setUp({ events: 0, faults: ['20%:500'] });
    for (let request = 0; request < 100; request += 1) await ask(url);
    return simulator.requests.map(({ status }) => status);
  };
  const one = await statuses();
  expect(one.filter((status) => status === 500).length).toBeGreaterThan(8);
  expect(one.filter((status) => status === 500).length).toBeLessThan(35);
  expect(await statuses()).toEqual(one);
});

test('befalls one workspace, counted for it alone', async () => {
  const { url } = await setUp({
    workspaces: [
      { id: 1, token: 'token-1' },
      { id: 2, token: 'token-2' },
    ],
    faults: ['2-@2:401'],
  });
  const statuses = [];
  for (const token of ['token-1', 'token-1', 'token-2', 'token-2', 'token-1']) {
    statuses.push((await ask(url, '', { token })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 401, 200]);
});

test('can be set while it runs', async () => {
  const { simulator, url } = await setUp({ faults: ['*:500'] });
  expect((await ask(url)).status).toBe(500);
  simulator.setFaults([]);
  expect((await ask(url)).status).toBe(200);
});

test.each([
  ['400', 400, /^\{"message":"Bad request"\}$/],
  ['401', 401, /^\{"message":"Unauthorized"\}$/],
  ['429', 429, /^\{"message":"Too many requests"\}$/],
  ['500', 500, /^\{"message":"Server error","id":"[\w-]+"\}$/],
  ['504', 504, /^<html>/],
  ['html', 200, /^<!DOCTYPE html>/],
  ['empty', 200, /^$/],
  ['no-content', 204, /^$/],
  ['null-data', 200, /^\{"data":null,"total":null\}$/],
  ['no-data', 200, /^\{\}$/],
  ['object-data', 200, /^\{"data":\{\}\}$/],
  ['error-object', 200, /^\{"errors":\[/],
  ['redirect=https://evil.example/', 302, /^$/],
  ['bom', 200, /^\uFEFF\{"data":/],
  ['deep=3', 200, /"details":\[\[\[\]\]\]/],
])('answers with %s', async (fault, status, body) => {
  const { url } = await setUp({ events: 3, faults: [`1:${fault}`] });
  const answered = await ask(url);
  expect(answered.status).toBe(status);
  expect(answered.body).toMatch(body);
  expect(answered.headers['x-correlation-id']).toBeDefined();
  expect(answered.headers.location).toBe(status === 302 ? 'https://evil.example/' : undefined);
});

test('truncates the JSON as if it were all', async () => {
  const { url } = await setUp({ faults: ['1:truncated'] });
  const { body, headers } = await ask(url);
  expect(Number(headers['content-length'])).toBe(Buffer.byteLength(body));
  expect(() => JSON.parse(body)).toThrow();
});

test('says gzip and sends something else', async () => {
  const { url } = await setUp({ faults: ['1:bad-gzip'] });
  const { body, headers } = await ask(url);
  expect(headers['content-encoding']).toBe('gzip');
  expect(body).toMatch(/^\{"data":/);
});

test('calls the body ISO-8859-1', async () => {
  const { url } = await setUp({ faults: ['1:latin1'] });
  expect((await ask(url)).headers['content-type']).toBe('application/json; charset=iso-8859-1');
});

test('adds hostile members that are valid JSON', async () => {
  const { url } = await setUp({ faults: ['1:hostile'] });
  const { body } = await ask(url);
  expect(body.match(/"__proto__":\{"polluted":true\}/g)).toHaveLength(100);
  expect(JSON.parse(body).data[0].note).toBe('\ud800 \0');
});

test.each(['reset', 'reset-midway', 'wrong-length', 'bad-chunk'])(
  'breaks the connection: %s',
  async (fault) => {
    const { url } = await setUp({ faults: [`1:${fault}`] });
    await expect(ask(url)).rejects.toThrow();
    expect(await askPage(url)).toHaveLength(100);
  },
);

test('answers later', async () => {
  const { url, clock } = await setUp({ faults: ['1:latency=5000'] });
  const asking = ask(url);
  await expect.poll(() => clock.sleepers).toBe(1);
  await clock.advance(5000);
  expect((await asking).status).toBe(200);
});

test('drips one byte at a time', async () => {
  const { url, clock } = await setUp({ events: 0, faults: ['1:drip=10000'] });
  const started = clock.now();
  const asking = ask(url);
  for (let byte = 0; byte < '{"data":[],"total":0}'.length; byte += 1) {
    await expect.poll(() => clock.sleepers).toBe(1);
    await clock.advance(10_000);
  }
  expect((await asking).body).toBe('{"data":[],"total":0}');
  expect(clock.now() - started).toBe(210_000);
});

test('pours out megabytes without holding them', async () => {
  const { url } = await setUp({ faults: ['1:huge=40'] });
  const { body } = await ask(url);
  expect(body.length).toBeGreaterThan(40 * 1024 * 1024);
  expect(body.slice(-5)).toBe('x"}]}');
});
