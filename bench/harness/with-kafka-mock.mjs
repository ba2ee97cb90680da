// librdkafka's mock of a Kafka broker, run by kcat in a process of its own. It keeps a few megabytes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs `work` with the port of a mock that has `topic`; null where kcat is not installed. */
export async function withKafkaMock(topic, work) {
  const args = ['-C', '-t', topic, '-X', 'test.mock.num.brokers=1', '-b', 'dummy:1', '-d', 'mock'];
  const child = spawn('kcat', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit').catch(() => {});
  const port = await new Promise((resolve, reject) => {
    let log = '';
    child.once('error', (error) => (error.code === 'ENOENT' ? resolve(null) : reject(error)));
    child.once('exit', () => reject(new Error(`kcat ended: ${log}`)));
    child.stderr.on('data', (piece) => {
      log = log.length < 10_000 ? log + piece : log;
      const found = /bootstrap\.servers=127\.0\.0\.1:(\d+)/.exec(log);
      if (found) resolve(Number(found[1]));
    });
  });
  if (port === null) return null;
  try {
    return await work(port);
  } finally {
    child.kill();
    await ended;
  }
}
