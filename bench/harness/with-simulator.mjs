// A look-alike of Workato for one measurement, in another process than what is measured.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./simulator-process.mjs', import.meta.url));

/** The token that it accepts, unless its options name others. */
export const TOKEN = 'bench-token-0123456789abcdef';

/**
 * Runs `work` with {url, requests()} of a simulator that has no limit unless `options` set one.
 * `requests()`: {time, workspace, status} of the latest 100,000.
 */
export async function withSimulator(options, work) {
  const given = JSON.stringify({ requestsPerMinute: 0, tokens: [TOKEN], ...options });
  const child = fork(PROGRAM, [given], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const died = once(child, 'exit').then(() => {
    throw new Error('The simulator ended before the measurement.');
  });
  died.catch(() => {});
  const hear = async () => (await Promise.race([once(child, 'message'), died]))[0];
  try {
    const { url } = await hear();
    const requests = () => {
      child.send('requests');
      return hear();
    };
    return await work({ url, requests });
  } finally {
    child.disconnect();
    await died.catch(() => {});
  }
}
