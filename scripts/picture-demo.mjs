// The demo as a new user starts it, for the picture in the README.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const MAIN = `${import.meta.dirname}/../dist/cli/main.js`;

/** Starts it. `url`: its dashboard. */
export async function startDemo() {
  const child = spawn(process.execPath, [MAIN, 'demo'], { stdio: ['ignore', 'ignore', 'pipe'] });
  for await (const line of createInterface({ input: child.stderr })) {
    const [, url] = /The dashboard is open\. url=(\S+)/.exec(line) ?? [];
    if (url !== undefined) {
      child.stderr.resume();
      return { url, end: () => stop(child) };
    }
  }
  throw new Error('The demo ended before its dashboard was open.');
}

async function stop(child) {
  child.kill('SIGINT');
  await once(child, 'exit');
}
