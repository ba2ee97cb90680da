// A real rsyslog as a receiver: its own process in a folder of its own, on a free loopback port, writing what it parsed as JSON lines.
// Its queue is direct: a message is in the file before the next is read, and all are before it closes a connection.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A message as rsyslog understood it. */
export interface SyslogMessage {
  msg: string;
  host: string;
  app: string;
  msgid: string;
  pri: string;
  time: string;
  /** Parameters of the structured data by its id. */
  data: Record<string, Record<string, string>>;
}

export interface Rsyslog {
  port: number;
  messages(): Promise<readonly SyslogMessage[]>;
  /** What it complained of. */
  complaints(): string;
  close(): Promise<void>;
}

export type RsyslogTls = 'none' | 'server certificate' | 'client certificate too';

const CERTIFICATES = new URL('../platform/certificates/', import.meta.url).pathname;

export async function startRsyslog(tls: RsyslogTls = 'none', maxMessageSize = '8m'): Promise<Rsyslog> {
  const folder = await mkdtemp(join(tmpdir(), 'rsyslog-'));
  await writeFile(join(folder, 'rsyslog.conf'), configure(folder, tls, maxMessageSize));
  const args = ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'pid')];
  const child = spawn('/usr/sbin/rsyslogd', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (piece) => {
    complaints += piece;
  });
  const close = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = Number(await contentOf(folder, 'port', child));
    while (!(await isListening(port))) await new Promise((resolve) => setImmediate(resolve));
    return { port, messages: () => readMessages(join(folder, 'out')), complaints: () => complaints, close };
  } catch (error: unknown) {
    await close();
    throw new Error(`rsyslogd did not start: ${complaints}`, { cause: error });
  }
}

function configure(folder: string, tls: RsyslogTls, maxMessageSize: string): string {
  const driver = {
    none: '',
    'server certificate': 'streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon"',
    'client certificate too':
      'streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="x509/certvalid"',
  }[tls];
  const files = `defaultNetstreamDriverCAFile="${CERTIFICATES}authority.pem" defaultNetstreamDriverCertFile="${CERTIFICATES}localhost.pem" defaultNetstreamDriverKeyFile="${CERTIFICATES}server.key"`;
  const property = (outname: string, name: string, more = '') =>
    `property(outname="${outname}" name="${name}" format="jsonf"${more})`;
  return `
global(workDirectory="${folder}" maxMessageSize="${maxMessageSize}" ${tls === 'none' ? '' : files})
main_queue(queue.type="direct")
module(load="imtcp" maxFrameSize="8000000" ${driver})
module(load="mmpstrucdata")
template(name="parsed" type="list" option.jsonf="on") {
  ${property('msg', 'msg')}
  ${property('host', 'hostname')}
  ${property('app', 'app-name')}
  ${property('msgid', 'msgid')}
  ${property('pri', 'pri')}
  ${property('time', 'timereported', ' dateFormat="rfc3339"')}
  ${property('data', '$!rfc5424-sd')}
}
input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="${folder}/port")
if $inputname == "imtcp" then {
  action(type="mmpstrucdata")
  action(type="omfile" file="${folder}/out" template="parsed" asyncWriting="off" flushOnTXEnd="on")
}
`;
}

async function contentOf(folder: string, name: string, child: ChildProcess): Promise<string> {
  const stop = new AbortController();
  const watcher = watch(folder, { signal: stop.signal });
  try {
    const ended = once(child, 'exit', { signal: stop.signal }).then(() => 'ended');
    ended.catch(() => undefined);
    for (;;) {
      const changed = once(watcher, 'change', { signal: stop.signal });
      changed.catch(() => undefined);
      const content = await readFile(join(folder, name), 'utf8').catch(() => '');
      if (content !== '') return content;
      if ((await Promise.race([changed, ended])) === 'ended') throw new Error('it ended');
    }
  } finally {
    stop.abort();
  }
}

/** It writes its port before it listens there; to find out by connecting would make it complain. */
async function isListening(port: number): Promise<boolean> {
  const LISTEN = '0A';
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const sockets = await readFile('/proc/net/tcp', 'utf8');
  return new RegExp(`: [0-9A-F]{8}:${hex} [0-9A-F:]+ ${LISTEN} `).test(sockets);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

async function readMessages(path: string): Promise<readonly SyslogMessage[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { data, ...message } = JSON.parse(line);
      return { ...message, data: JSON.parse(data) };
    });
}
