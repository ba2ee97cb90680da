// Mapping to OCSF and ECS on one core, against JSON.parse and JSON.stringify of the same records.
import { createFormatter } from '../../dist/formats/formats.js';
import { count, ratio } from '../harness/numbers.mjs';
import { readHistory } from '../harness/read-history.mjs';

const RECORDS = 5000;
const ROUNDS = 25;
const LEAST_RATIO = 0.5;
const LEAST_PER_SECOND = 50_000;

export async function formats() {
  const events = await readHistory(RECORDS);
  return ['ocsf', 'ecs'].map((name) => compare(name, events));
}

/** Rounds of both alternate; the fastest of each counts, because other work on the machine can only slow them down. */
function compare(name, events) {
  const format = createFormatter(name, { includeRaw: false, collectorVersion: '0.0.0' });
  const bare = (event) => Buffer.from(JSON.stringify(JSON.parse(event.raw.toString('utf8'))));
  const rounds = [];
  for (let round = -3; round < ROUNDS; round += 1) {
    const times = { bare: time(events, bare), mapped: time(events, format) };
    // The first ones are not counted: code is compiled then.
    if (round >= 0) rounds.push(times);
  }
  const fastest = (which) => Math.min(...rounds.map((times) => times[which]));
  const reached = fastest('bare') / fastest('mapped');
  const perSecond = (which) => (events.length / fastest(which)) * 1000;
  return {
    what: `format ${name} ÷ JSON.parse and JSON.stringify`,
    measured: ratio(reached),
    bound: `≥ ${LEAST_RATIO}, or ≥ ${count(LEAST_PER_SECOND)}/s`,
    isMet: reached >= LEAST_RATIO || perSecond('mapped') >= LEAST_PER_SECOND,
    note: `${count(perSecond('mapped'))} and ${count(perSecond('bare'))} events/s; fastest of ${ROUNDS} rounds of ${count(events.length)}`,
  };
}

function time(events, write) {
  let bytes = 0;
  const startedAt = process.cpuUsage();
  for (const event of events) bytes += write(event).length;
  const { user, system } = process.cpuUsage(startedAt);
  if (bytes === 0) throw new Error('Nothing was written.');
  return (user + system) / 1000;
}
