// Cold start: the built command line against `node -e 0`, in paired runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { syncArguments, WITH_TOKEN } from '../harness/collector.mjs';
import { inFolder } from '../harness/in-folder.mjs';
import { median, ratio } from '../harness/numbers.mjs';
import { CLI } from '../harness/start-node.mjs';
import { withSimulator } from '../harness/with-simulator.mjs';

const PAIRS = 15;
const HISTORY_DAYS = 10;
const HOUR_MS = 3_600_000;

export async function coldStart() {
  const old = { events: 1000, historyDays: HISTORY_DAYS, until: Date.now() - HOUR_MS };
  return withSimulator(old, ({ url }) =>
    inFolder(async (folder) => {
      const sync = syncArguments(url, { historyDays: HISTORY_DAYS });
      await time(sync, folder);
      return [
        await compare('cold start, --version ÷ node -e 0', [CLI, '--version'], folder, 3),
        await compare('cold start, sync with nothing new ÷ node -e 0', sync, folder, 8),
      ];
    }),
  );
}

async function compare(what, args, folder, most) {
  const pairs = [];
  while (pairs.length < PAIRS) {
    pairs.push({ node: await time(['-e', '0'], folder), ours: await time(args, folder) });
  }
  const measured = median(pairs.map(({ node, ours }) => ours / node));
  const ms = (which) => Math.round(median(pairs.map((pair) => pair[which])));
  return {
    what,
    measured: ratio(measured),
    bound: `≤ ${most}`,
    isMet: measured <= most,
    note: `${ms('ours')} and ${ms('node')} ms; ${PAIRS} pairs`,
  };
}

async function time(args, cwd) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, ...WITH_TOKEN },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`);
  return performance.now() - startedAt;
}
