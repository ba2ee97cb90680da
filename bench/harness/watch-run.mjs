// `run` over many workspaces, watched for a while after it has warmed up.
import { setTimeout as sleep } from 'node:timers/promises';
import { simulatedWorkspaces, startRun } from './collector.mjs';
import { inFolder } from './in-folder.mjs';
import { usageBetween } from './usage.mjs';
import { withSimulator } from './with-simulator.mjs';

const LOOK_MS = 1000;

/**
 * The share of a core, the highest RSS, and the requests of the time in which it was watched: for `watchMs`, beginning `warmUpMs`
 * after each workspace was asked for the first time.
 */
export function watchRun({ workspaces: howMany, simulator, settings, warmUpMs, watchMs }) {
  const workspaces = simulatedWorkspaces(howMany);
  return withSimulator({ ...simulator, tokens: [], workspaces }, ({ url, requests }) =>
    inFolder(async (folder) => {
      const { child, usage, ended } = await startRun(folder, url, workspaces, settings);
      const early = ended.then(({ code, stderr }) => {
        throw new Error(`run ended with ${code}:\n${stderr}`);
      });
      early.catch(() => {});
      try {
        await Promise.race([untilAllAsked(requests, howMany), early]);
        await Promise.race([sleep(warmUpMs), early]);
        const from = Date.now();
        await Promise.race([sleep(watchMs), early]);
        const to = Date.now();
        const made = (await requests()).filter(({ time }) => time >= from && time < to);
        return { ...usageBetween(usage, from, to), requests: made, from, to };
      } finally {
        child.kill('SIGTERM');
        await ended;
      }
    }),
  );
}

async function untilAllAsked(requests, howMany) {
  for (;;) {
    const asked = new Set((await requests()).map(({ workspace }) => workspace));
    if (asked.size >= howMany) return;
    await sleep(LOOK_MS);
  }
}
