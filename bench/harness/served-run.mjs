// `run` with its dashboard at a free port, and a way to ask it.
import { setTimeout as sleep } from 'node:timers/promises';
import { ARCHIVE, startRun } from './collector.mjs';
import { freePort } from './free-port.mjs';

const LOOK_MS = 100;

/**
 * Runs `work` with what serves in `folder`: {url, usage, ask(path), until(isSo)}. `ask` resolves to {ms, answer}; `until` to the
 * first status that is so, looked for every `lookMs`. Whatever ends the collector before fails the measurement.
 */
export async function withServedRun({ folder, url: workato, workspaces, settings, lookMs = LOOK_MS }, work) {
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const run = await startRun(folder, workato, workspaces, settings, ARCHIVE, ['--listen', address]);
  const early = run.ended.then(({ code, stderr }) => {
    throw new Error(`run ended with ${code}:\n${stderr}`);
  });
  early.catch(() => {});
  const ask = (path) => askAt(url, path);
  const until = async (isSo, everyMs = lookMs) => {
    for (;;) {
      const status = await ask('/api/status').catch(() => null);
      if (status !== null && isSo(status.answer)) return status.answer;
      await Promise.race([sleep(everyMs), early]);
    }
  };
  try {
    await until(() => true, LOOK_MS);
    return await Promise.race([work({ url, usage: run.usage, ask, until }), early]);
  } finally {
    run.child.kill('SIGTERM');
    await run.ended;
  }
}

/** Whether a status says that everything was read and delivered. */
export function isDone(events) {
  return ({ journal, destinations }) =>
    journal.head >= events && destinations.every(({ waiting }) => waiting === 0);
}

async function askAt(url, path) {
  const begun = performance.now();
  const response = await fetch(url + path);
  const answer = await response.json();
  const ms = performance.now() - begun;
  if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${JSON.stringify(answer)}`);
  return { ms, answer };
}
