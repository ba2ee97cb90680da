// Each destination's adapter against a bare client that writes the same batches to the same receiver, which is another process.
import { elasticsearchGzip, elasticsearchPlain } from '../destinations/elasticsearch.mjs';
import { fileFlushed, fileUnflushed } from '../destinations/file.mjs';
import { http } from '../destinations/http.mjs';
import { kafka } from '../destinations/kafka.mjs';
import { otlp } from '../destinations/otlp.mjs';
import { postgres } from '../destinations/postgres.mjs';
import { s3 } from '../destinations/s3.mjs';
import { splunkHec } from '../destinations/splunk-hec.mjs';
import { syslogClosed, syslogSent } from '../destinations/syslog.mjs';
import { compareWriters, makeBatches } from '../harness/compare-writers.mjs';
import { count, median, ratio } from '../harness/numbers.mjs';
import { readHistory } from '../harness/read-history.mjs';
import { withKafkaMock } from '../harness/with-kafka-mock.mjs';
import { withReceiver } from '../harness/with-receiver.mjs';

const EVENTS = 5_000;
const PAIRS = 7;
const LEAST_RATIO = 0.6;

const all = [
  ...[fileFlushed, fileUnflushed, http, splunkHec, elasticsearchGzip, elasticsearchPlain, otlp],
  ...[syslogClosed, syslogSent, postgres, s3, kafka],
];

export async function destinations(scale) {
  const events = await readHistory(EVENTS);
  const pairs = scale < 1 ? 3 : PAIRS;
  const findings = [];
  for (const destination of all) findings.push(await measure(destination, events, pairs));
  return findings;
}

async function measure(destination, events, howMany) {
  const what = `destination ${destination.what} ÷ bare client`;
  const bound = `≥ ${LEAST_RATIO}`;
  const batches = makeBatches(events, destination);
  const size = batches[0].deliveries.length;
  const pairs = await withPort(destination, size, (port) =>
    compareWriters(destination, batches, port, howMany),
  );
  if (pairs === null) {
    return {
      what,
      measured: 'not measured',
      bound,
      isMet: null,
      note: 'kcat, whose broker it needs, is not installed',
    };
  }
  const reached = median(pairs.map(({ adapter, bare }) => bare.ms / adapter.ms));
  const middle = (which, of) => median(pairs.map((pair) => pair[which][of]));
  const perSecond = (which) => count((size * batches.length) / (middle(which, 'ms') / 1000));
  const cpu = (which) => `${((middle(which, 'cpuMs') * 1000) / (size * batches.length)).toFixed(1)}`;
  return {
    what,
    measured: ratio(reached),
    bound,
    isMet: reached >= LEAST_RATIO,
    note: `${perSecond('adapter')} and ${perSecond('bare')} events/s; CPU ${cpu('adapter')} and ${cpu('bare')} µs an event; batches of ${count(size)}; bare: ${destination.bareClient}`,
  };
}

function withPort({ receiver, receiverOptions = () => ({}) }, size, work) {
  if (receiver === null) return work(null);
  if (receiver === 'kafka') return withKafkaMock(receiverOptions(), work);
  return withReceiver(receiver, receiverOptions(size), work);
}
