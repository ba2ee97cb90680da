import { describe, expect, onTestFinished, test } from 'vitest';
import { SplunkHecSettings, splunkHec } from '../../../src/destinations/splunk-hec/splunk-hec.js';
import { batchOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { provideSecrets } from '../../support/given-secret.js';
import { startHttpReceiver } from '../../support/http-receiver.js';
import { startSplunkReceiver, TOKEN } from '../../support/splunk-receiver.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

const never = new AbortController().signal;
const idOf = ({ event }: { event?: unknown }) => (event as { id: number }).id;

function given(url: string, settings: object = {}, token = TOKEN): SplunkHecSettings {
  return provideSecrets(SplunkHecSettings.parse({ url, token: { env: 'HEC' }, ...settings }), { HEC: token });
}

async function setUp(
  settings: object = {},
  options: { acknowledges?: boolean; takesThoseBefore?: boolean } = {},
) {
  const receiver = await startSplunkReceiver(options);
  onTestFinished(receiver.close);
  return { receiver, settings: given(receiver.url, settings) };
}

async function write(settings: SplunkHecSettings, batch = batchOf(0, 3), context = openContext()) {
  const destination = await splunkHec.open(settings, context);
  try {
    return await destination.write(batch, never);
  } finally {
    await destination.close();
  }
}

for (const [name, given_, options] of [
  ['splunk_hec', {}, {}],
  ['splunk_hec that acknowledges, without gzip', { acknowledge: true, gzip: false }, { acknowledges: true }],
] as const) {
  const create = async (timeout = '30s') => {
    const receiver = await startSplunkReceiver(options);
    receiver.delayAcks(1);
    return {
      type: splunkHec,
      settings: given(`${receiver.url}/`, { timeout, ...given_ }),
      stored: async () => receiver.indexed.map(idOf),
      isExactlyOnce: false,
      faults: { ...receiver.faults, poison: receiver.poison },
      cleanUp: receiver.close,
    };
  };
  describeDestination(name, () => create());
  describeFaults(name, () => create('1s'));
}

describe('an envelope', () => {
  test('says when, where from and what kind, and holds the record with all its digits', async () => {
    const { receiver, settings } = await setUp();
    await write(
      settings,
      batchOf(0, 1, () => '{"id":12345678901234567890, "x":1.50}'),
    );
    expect(receiver.indexed[0]).toMatchObject({
      time: Date.UTC(2026, 0, 1, 0, 0, 1) / 1000,
      host: 'www.workato.com',
      source: 'acme-prod',
      sourcetype: 'workato:audit',
    });
    expect(receiver.indexed[0]).not.toHaveProperty('index');
    expect(receiver.indexed[0]).not.toHaveProperty('fields');
    expect(receiver.received[0]?.body.toString()).toContain('"event":{"id":12345678901234567890, "x":1.50}}');
    expect(receiver.received[0]?.headers['content-encoding']).toBe('gzip');
  });

  test('takes what the settings say instead', async () => {
    const told = {
      host: 'h',
      source: 's',
      sourcetype: 'st',
      index: 'audit',
      fields: { environment: 'prod', team: 'sec"ops' },
    };
    const { receiver, settings } = await setUp(told);
    await write(settings);
    expect(receiver.indexed).toHaveLength(3);
    for (const envelope of receiver.indexed) expect(envelope).toMatchObject(told);
  });

  test('has milliseconds, and the time of first sight where the event has none', async () => {
    const { receiver, settings } = await setUp();
    const batch = batchOf(0, 2);
    const [one, two] = batch.deliveries.map((delivery) => ({ ...delivery, event: { ...delivery.event } }));
    if (!one || !two) throw new Error('two events');
    one.event.time = 1_767_225_600_007;
    two.event.time = null;
    two.event.firstSeen = 1_767_225_600_999;
    await write(settings, { ...batch, deliveries: [one, two] });
    expect(receiver.received[0]?.body.toString()).toContain('"time":1767225600.007,');
    expect(receiver.received[0]?.body.toString()).toContain('"time":1767225600.999,');
  });

  test('goes out on a channel that is always the same for one feed of one journal', async () => {
    const { receiver, settings } = await setUp();
    await write(settings);
    await write(settings);
    expect(receiver.channels.size).toBe(1);
    await write(settings, batchOf(0, 1), openContext({ name: 'other' }));
    await write(settings, batchOf(0, 1), openContext({ journalId: 'journal-2' }));
    expect(receiver.channels.size).toBe(3);
  });
});

describe('an event that Splunk names as invalid', () => {
  test.each([
    ['are taken', true, [1, 1, 1, 3, 3, 4, 4, 6]],
    ['are not', false, [1, 3, 4, 6]],
  ])(
    'is refused alone and no other is lost, where those before it %s',
    async (_how, takesThoseBefore, ids) => {
      const { receiver, settings } = await setUp({}, { takesThoseBefore });
      receiver.poison(2);
      receiver.poison(5);
      const { refused } = await write(settings, batchOf(0, 6));
      expect(refused).toEqual([
        { position: 2, reason: 'Splunk answered 400, code 6: text of 6.' },
        { position: 5, reason: 'Splunk answered 400, code 6: text of 6.' },
      ]);
      expect(receiver.received).toHaveLength(3);
      expect(receiver.indexed.map(idOf).sort()).toEqual(ids);
    },
  );

  test('one after the other, lets the batch be split in the end', async () => {
    const { receiver, settings } = await setUp();
    for (let id = 1; id <= 100; id += 1) receiver.poison(id);
    await expect(write(settings, batchOf(0, 100))).rejects.toMatchObject({ code: 'DESTINATION_REFUSED' });
    expect(receiver.received.length).toBeLessThan(30);
  });

  test('without a number, or with one that cannot be, lets the batch be split', async () => {
    for (const body of ['{"text":"t","code":6}', '{"text":"t","code":6,"invalid-event-number":99}']) {
      const receiver = await startHttpReceiver(() => ({ status: 400, body }));
      onTestFinished(receiver.close);
      await expect(write(given(receiver.url))).rejects.toMatchObject({ code: 'DESTINATION_REFUSED' });
    }
  });
});

describe('acknowledgement', () => {
  test('is waited for, ever more rarely', async () => {
    const { receiver, settings } = await setUp({ acknowledge: true }, { acknowledges: true });
    receiver.delayAcks(6);
    const clock = createVirtualClock();
    await clock.run(write(settings, batchOf(0, 3), openContext({ clock })));
    expect(clock.monotonic()).toBe(250 + 500 + 1000 + 2000 + 4000 + 5000);
    expect(receiver.indexed).toHaveLength(3);
  });

  test('that never comes has the same batch sent again', async () => {
    const { receiver, settings } = await setUp(
      { acknowledge: true, acknowledge_timeout: '10s' },
      { acknowledges: true },
    );
    receiver.delayAcks(Number.POSITIVE_INFINITY);
    const clock = createVirtualClock();
    await expect(clock.run(write(settings, batchOf(0, 3), openContext({ clock })))).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining('within 10s'),
    });
    expect(clock.monotonic()).toBeLessThanOrEqual(10_000);
  });

  test('can be stopped waiting for', async () => {
    const { receiver, settings } = await setUp({ acknowledge: true }, { acknowledges: true });
    receiver.delayAcks(Number.POSITIVE_INFINITY);
    const stop = new AbortController();
    const clock = createVirtualClock();
    const destination = await splunkHec.open(settings, openContext({ clock }));
    const writing = destination.write(batchOf(0, 3), stop.signal);
    const stopped = clock.sleep(3_000).then(() => stop.abort(new Error('SIGTERM')));
    await expect(clock.run(writing)).rejects.toMatchObject({ code: 'ABORTED' });
    await stopped;
    await destination.close();
    expect(clock.monotonic()).toBe(3_000);
  });

  test('survives questions that are not answered', async () => {
    let questions = 0;
    const receiver = await startHttpReceiver(({ path }) => {
      if (path.endsWith('/event')) return { status: 200, body: '{"text":"Success","code":0,"ackId":7}' };
      questions += 1;
      return questions < 3 ? { status: 503, body: 'a proxy' } : { status: 200, body: '{"acks":{"7":true}}' };
    });
    onTestFinished(receiver.close);
    const clock = createVirtualClock();
    await clock.run(write(given(receiver.url, { acknowledge: true }), batchOf(0, 3), openContext({ clock })));
    expect(questions).toBe(3);
  });

  test('that the token does not give is an error of the settings, once', async () => {
    const { receiver, settings } = await setUp({ acknowledge: true });
    await expect(write(settings)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      hint: expect.stringContaining('Enable indexer acknowledgement'),
    });
    expect(receiver.received).toHaveLength(1);
    await expect(splunkHec.check(settings, openContext(), never)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      hint: expect.stringContaining('Enable indexer acknowledgement'),
    });
  });
});

describe('a code', () => {
  test.each([24, 25])('%d is a warning: the batch is taken', async (code) => {
    const { receiver, settings } = await setUp();
    receiver.force(code);
    expect(await write(settings)).toEqual({ refused: [], resume: null });
  });

  test.each([
    [1, 'Enable the token'],
    [2, 'drops the header Authorization'],
    [3, 'the token alone'],
    [4, 'Compare the token'],
    [5, 'drops the body'],
    [7, 'Create the index'],
    [8, 'splunkd.log'],
    [9, 'wait in the journal'],
    [10, 'X-Splunk-Request-Channel'],
    [11, 'X-Splunk-Request-Channel'],
    [16, 'not in the address'],
    [18, 'queues are full'],
    [19, 'acknowledgement service'],
    [20, 'acknowledgement service'],
    [21, 'Compare the token'],
    [22, 'Enable the token'],
    [23, 'wait in the journal'],
    [26, 'queues are full'],
    [27, 'acknowledgements are outstanding'],
    [99, 'manual'],
  ])('%d has the events wait, and says what to do', async (code, hint) => {
    const { receiver, settings } = await setUp();
    receiver.force(code);
    await expect(write(settings)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining(`code ${code}: text of ${code}.`),
      hint: expect.stringContaining(hint),
    });
    expect(receiver.indexed).toEqual([]);
  });

  test('14 is an error of the settings', async () => {
    const { receiver, settings } = await setUp();
    receiver.force(14);
    await expect(write(settings)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test.each([6, 12, 13, 15])('%d without a number is a refusal', async (code) => {
    const { receiver, settings } = await setUp();
    receiver.force(code);
    await expect(write(settings)).rejects.toMatchObject({ code: 'DESTINATION_REFUSED' });
  });

  test('is not there in what another server says: nothing counts as delivered', async () => {
    const receiver = await startHttpReceiver(() => ({ status: 200, body: '<html>Welcome</html>' }));
    onTestFinished(receiver.close);
    await expect(write(given(receiver.url))).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining('no Splunk HTTP Event Collector'),
    });
  });

  test('does not matter where the request is too large: it is split', async () => {
    const receiver = await startHttpReceiver(() => ({ status: 413, body: '{"text":"too large","code":27}' }));
    onTestFinished(receiver.close);
    await expect(write(given(receiver.url))).rejects.toMatchObject({ code: 'DESTINATION_REFUSED' });
  });
});

describe('check', () => {
  test('asks for health, proves the token and the acknowledgement, and writes nothing', async () => {
    const { receiver, settings } = await setUp({ acknowledge: true }, { acknowledges: true });
    await splunkHec.check(settings, openContext(), never);
    expect(receiver.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /services/collector/health',
      'POST /services/collector/event',
      'POST /services/collector/ack',
    ]);
    expect(receiver.indexed).toEqual([]);
  });

  test.each([18, 19, 20])('tells the ill health of code %d', async (code) => {
    const { receiver, settings } = await setUp();
    receiver.force(code);
    await expect(splunkHec.check(settings, openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringContaining(`code ${code}`),
    });
  });

  test('tells of a wrong token, without showing it', async () => {
    const { receiver } = await setUp();
    const settings = given(receiver.url, {}, 'another-token-altogether');
    await expect(splunkHec.check(settings, openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: 'Splunk answered 403, code 4: text of 4.',
      hint: expect.stringContaining('Compare the token'),
    });
  });
});

test.each([
  [{ url: 'https://splunk.example.com:8088/?token=x' }, 'without a query'],
  [{ token: TOKEN }, 'never the secret itself'],
  [{ fields: { a: { b: 'c' } } }, 'the text of a field'],
  [{ index: '' }, 'the name of an index'],
  [{ acknowledge_timeout: '0s' }, 'a duration'],
])('settings %j are refused', (settings, message) => {
  const { error } = SplunkHecSettings.safeParse({
    url: 'https://s.example.com:8088',
    token: { env: 'T' },
    ...settings,
  });
  expect(error?.issues[0]?.message).toContain(message);
});
