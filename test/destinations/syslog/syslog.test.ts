import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { SyslogSettings, syslog } from '../../../src/destinations/syslog/syslog.js';
import { batchOf, bodyOf } from '../../support/batch-of.js';
import { describeDestination, openContext } from '../../support/destination-contract.js';
import { describeFaults } from '../../support/destination-faults.js';
import { type Rsyslog, type RsyslogTls, startRsyslog } from '../../support/rsyslog.js';
import { startTcpProxy } from '../../support/tcp-proxy.js';

const certificate = (name: string) =>
  new URL(`../../platform/certificates/${name}`, import.meta.url).pathname;
/** Starting one takes its time: those who only send, and tell theirs by its name, share it. */
const started = new Map<RsyslogTls, Promise<Rsyslog>>();
afterAll(async () => {
  for (const rsyslog of started.values()) await (await rsyslog).close();
});

function shared(tls: RsyslogTls): Promise<Rsyslog> {
  const rsyslog = started.get(tls) ?? startRsyslog(tls);
  started.set(tls, rsyslog);
  return rsyslog;
}

const never = new AbortController().signal;

for (const [name, tls] of [
  ['syslog over TCP', 'none'],
  ['syslog over TLS', 'server certificate'],
] as const) {
  const create = async (timeout: string) => {
    const rsyslog = await shared(tls);
    const app_name = `test-${randomUUID().slice(0, 8)}`;
    const proxy = await startTcpProxy(rsyslog.port);
    return {
      type: syslog,
      settings: SyslogSettings.parse({
        host: '127.0.0.1',
        port: proxy.port,
        app_name,
        max_message_size: '4MiB',
        timeout,
        ...(tls === 'none' ? { tls: false } : { ca_file: certificate('authority.pem') }),
      }),
      stored: async () => {
        const own = (await rsyslog.messages()).filter(({ app }) => app === app_name);
        return own.map(({ msg }) => Number(JSON.parse(msg).id));
      },
      isExactlyOnce: false,
      faults: {
        reset() {
          proxy.next = 'reset';
        },
        loseAnswer() {
          proxy.next = 'mute';
        },
        goDown: () => proxy.goDown(),
      },
      cleanUp: () => proxy.close(),
    };
  };
  describeDestination(name, () => create('30s'));
  describeFaults(name, () => create('1s'));
}

async function setUp(tls: RsyslogTls, given: object = {}) {
  const rsyslog = await startRsyslog(tls);
  onTestFinished(rsyslog.close);
  const secured = tls === 'none' ? { tls: false } : { ca_file: certificate('authority.pem') };
  const settings = SyslogSettings.parse({ host: 'localhost', port: rsyslog.port, ...secured, ...given });
  return { rsyslog, settings };
}

describe('rsyslog', () => {
  test.each([
    ['none', 'closed'],
    ['server certificate', 'closed'],
    ['server certificate', 'sent'],
  ] as const)(
    '(TLS: %s, confirm: %s) gets 1,000 of 1,000 messages, each byte of them',
    async (tls, confirm) => {
      const { rsyslog, settings } = await setUp(tls, { confirm });
      const body = (position: number) =>
        `{"id":${position},"name":"Zoë ]\\"\\\\ 🦊 é\\u0000","more":"${'€'.repeat(position)}"}`;
      const destination = await syslog.open(settings, openContext());
      for (let after = 0; after < 1000; after += 250) {
        const { refused } = await destination.write(batchOf(after, after + 250, body), never);
        expect(refused).toEqual([]);
      }
      await destination.close();
      const messages = await rsyslog.messages();
      expect(messages.map(({ msg }) => msg)).toEqual(
        Array.from({ length: 1000 }, (_, index) => body(index + 1)),
      );
      expect(rsyslog.complaints()).toBe('');
    },
  );

  test('understands every part of a message', async () => {
    const { rsyslog, settings } = await setUp('none', {
      facility: 'authpriv',
      severity: 'notice',
      hostname: 'collector.example.com',
      app_name: 'workato',
      structured_data_id: 'audit@61000',
    });
    const [delivery] = batchOf(0, 1).deliveries;
    if (!delivery) throw new Error('no delivery');
    const event = { ...delivery.event, workspace: 'a "b\\c] ü', type: `recipe ${'x'.repeat(40)}` };
    const destination = await syslog.open(settings, openContext());
    await destination.write({ ...batchOf(0, 1), deliveries: [{ ...delivery, event }] }, never);
    await destination.close();
    expect(await rsyslog.messages()).toEqual([
      {
        msg: bodyOf(1),
        host: 'collector.example.com',
        app: 'workato',
        msgid: `recipe_${'x'.repeat(25)}`,
        pri: String(10 * 8 + 5),
        time: '2026-01-01T00:00:01.000Z',
        data: {
          'audit@61000': {
            workspace: 'a "b\\c] ü',
            event_id: '1',
            event_type: `recipe ${'x'.repeat(40)}`,
            position: '1',
            journal: 'journal-1',
          },
        },
      },
    ]);
  });

  test('that asks for a client certificate is shown it, and nothing gets through without', async () => {
    const own = { certificate_file: certificate('localhost.pem'), key_file: certificate('server.key') };
    const { rsyslog, settings } = await setUp('client certificate too', own);
    await syslog.check(settings, openContext(), never);
    const destination = await syslog.open(settings, openContext());
    await destination.write(batchOf(0, 2), never);
    await destination.close();
    expect(await rsyslog.messages()).toHaveLength(2);
    const bare = { ...settings, certificate_file: undefined, key_file: undefined };
    await expect(syslog.check(bare, openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      hint: expect.stringMatching(/certificate|TLS/),
    });
  });
});

test('an event that is too large is refused, whole, and the others arrive', async () => {
  const { rsyslog, settings } = await setUp('none', { max_message_size: '1KB' });
  const body = (position: number) =>
    position === 2 ? `{"id":2,"x":"${'y'.repeat(1000)}"}` : bodyOf(position);
  const destination = await syslog.open(settings, openContext());
  const { refused } = await destination.write(batchOf(0, 3, body), never);
  await destination.close();
  expect(refused).toEqual([
    {
      position: 2,
      reason: expect.stringMatching(/^Its message has 1\d{3} bytes; max_message_size is 1000\./),
    },
  ]);
  expect((await rsyslog.messages()).map(({ msg }) => JSON.parse(msg).id)).toEqual([1, 3]);
});

describe('what stands in the way', () => {
  test.each([
    ['no TLS there', 'none', { tls: true, timeout: 200 }, /took longer than 200 ms/],
    ['an unknown authority', 'server certificate', { ca_file: undefined }, /TLS: the certificate/],
    ['nothing at its port', 'none', { port: 1 }, /connection refused/],
  ] as const)('%s is named by check', async (_name, tls, change, message) => {
    const { settings } = await setUp(tls, {});
    await expect(syslog.check({ ...settings, ...change }, openContext(), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/\w/),
    });
  });

  test('a receiver that never ends a connection is found by check', async () => {
    const { settings, rsyslog } = await setUp('none');
    const proxy = await startTcpProxy(rsyslog.port);
    onTestFinished(proxy.close);
    const deaf = { ...settings, port: proxy.port, timeout: 100 };
    proxy.holdsOpen = true;
    await expect(syslog.check(deaf, openContext(), never)).rejects.toMatchObject({
      message: expect.stringContaining('the end that the receiver makes of it took longer than 100 ms'),
    });
    await syslog.check({ ...deaf, confirm: 'sent' }, openContext(), never);
  });

  test('a stop during a write is quick, whatever the receiver does', async () => {
    const { settings, rsyslog } = await setUp('none');
    const proxy = await startTcpProxy(rsyslog.port);
    onTestFinished(proxy.close);
    const stop = new AbortController();
    proxy.holdsOpen = true;
    proxy.toServer = (bytes) => {
      stop.abort(new Error('SIGTERM'));
      return bytes;
    };
    const destination = await syslog.open({ ...settings, port: proxy.port }, openContext());
    await expect(destination.write(batchOf(0, 3), stop.signal)).rejects.toMatchObject({ code: 'ABORTED' });
    await destination.close();
  });

  test('a kept connection that the receiver ended is opened again', async () => {
    const { settings, rsyslog } = await setUp('none', { confirm: 'sent' });
    const proxy = await startTcpProxy(rsyslog.port);
    onTestFinished(proxy.close);
    const destination = await syslog.open({ ...settings, port: proxy.port }, openContext());
    await destination.write(batchOf(0, 2), never);
    const comeBack = await proxy.goDown();
    await expect(destination.write(batchOf(2, 4), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
    });
    await comeBack();
    await destination.write(batchOf(2, 4), never);
    await destination.close();
    expect((await rsyslog.messages()).map(({ msg }) => JSON.parse(msg).id)).toEqual(
      expect.arrayContaining([3, 4]),
    );
  });
});

describe('settings', () => {
  const given = { host: 'logs.example.com', port: 6514 };

  test.each([
    [{ ...given, certificate_file: 'c.pem' }, 'certificate_file and key_file together'],
    [{ ...given, tls: false, ca_file: 'c.pem' }, 'only with tls'],
    [{ ...given, structured_data_id: 'workato' }, 'a private enterprise number'],
    [{ ...given, app_name: 'two words' }, 'printable ASCII'],
    [{ ...given, facility: 'local8' }, 'one of kern'],
    [{ ...given, max_message_size: '100' }, 'a size'],
    [{ host: 'x' }, 'a whole number from 1 to 65535'],
  ])('%j are refused', (settings, message) => {
    const parsed = SyslogSettings.safeParse(settings);
    expect(parsed.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });

  test.each([
    ['is missing', 'none.pem', 'server.key', 'cannot be read'],
    ['is not that of the key', 'self-signed.pem', 'authority.pem', 'cannot be used together'],
  ])('a certificate that %s is named', async (_name, cert, key, message) => {
    const settings = SyslogSettings.parse({
      ...given,
      certificate_file: certificate(cert),
      key_file: certificate(key),
    });
    await expect(syslog.check(settings, openContext(), never)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message),
    });
  });
});
