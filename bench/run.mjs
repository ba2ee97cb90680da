// `npm run bench`: measures every bound that the project sets itself, prints a plain table, and fails where one is missed.
// `node bench/run.mjs NAME…` measures some of them; `--quick` with a tenth of the events, to try a benchmark out.
import { availableParallelism, loadavg } from 'node:os';
import { argv, exit, stderr, version } from 'node:process';
import { formatTable } from './harness/format-table.mjs';
import { budget } from './rows/budget.mjs';
import { coldStart } from './rows/cold-start.mjs';
import { dashboard } from './rows/dashboard.mjs';
import { destinations } from './rows/destinations.mjs';
import { down } from './rows/down.mjs';
import { formats } from './rows/formats.mjs';
import { idling } from './rows/idling.mjs';
import { manyWorkspaces } from './rows/many-workspaces.mjs';
import { memory } from './rows/memory.mjs';
import { requests } from './rows/requests.mjs';
import { throughput } from './rows/throughput.mjs';

/** In the order in which they are measured. Each returns its findings: what, measured, bound, isMet (null: not measured), note. */
const benchmarks = new Map([
  ['throughput', throughput],
  ['formats', formats],
  ['destinations', destinations],
  ['down', down],
  ['memory', memory],
  ['requests', requests],
  ['budget', budget],
  ['many-workspaces', manyWorkspaces],
  ['cold-start', coldStart],
  ['idling', idling],
  ['dashboard', dashboard],
]);

exit(await main(argv.slice(2)));

async function main(args) {
  const scale = args.includes('--quick') ? 0.1 : 1;
  const asked = args.filter((arg) => arg !== '--quick');
  const strangers = asked.filter((name) => !benchmarks.has(name));
  if (strangers.length > 0) {
    console.error(
      `There is no benchmark ${strangers.join(', ')}; there are ${[...benchmarks.keys()].join(', ')}.`,
    );
    return 2;
  }
  const findings = [];
  const loadBefore = loadavg()[0];
  for (const name of asked.length > 0 ? asked : benchmarks.keys()) {
    stderr.write(`${name} …\n`);
    findings.push(...(await measure(name, scale)));
  }
  console.log(formatTable(findings));
  console.log(
    `\n${availableParallelism()} cores, Node ${version}, load average ${loadBefore.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after.`,
  );
  const missed = findings.filter(({ isMet }) => isMet === false);
  const unknown = findings.filter(({ isMet }) => isMet === null);
  if (missed.length > 0) console.log(`${missed.length} of ${findings.length} bounds missed.`);
  if (unknown.length > 0) console.log(`${unknown.length} of ${findings.length} bounds not measured.`);
  return missed.length + unknown.length === 0 ? 0 : 1;
}

async function measure(name, scale) {
  try {
    return await benchmarks.get(name)(scale);
  } catch (error) {
    console.error(error);
    return [{ what: name, measured: 'failed', bound: '', isMet: false, note: String(error) }];
  }
}
