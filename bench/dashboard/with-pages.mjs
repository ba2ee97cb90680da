// Open pages for one measurement, in another process than the collector that they look at.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./pages-process.mjs', import.meta.url));

/** Runs `work` while `howMany` pages of the dashboard at `url` are open. `seen()`: what came to them, see pages-process.mjs. */
export async function withPages(url, howMany, work) {
  const child = fork(PROGRAM, [url, String(howMany)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const seen = async () => {
    child.send('seen');
    return (await once(child, 'message'))[0];
  };
  try {
    return await work(seen);
  } finally {
    child.disconnect();
    await ended;
  }
}
