// A Node program in a process of its own, timed, with what it used from moment to moment.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const REPORTER = new URL('./report-usage.mjs', import.meta.url).href;

/** The built command line. */
export const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Starts `node args`. `usage` grows while it runs: {at, cpuMs, rssBytes, peakRssBytes}, the last one at its end.
 * `ended` resolves to {code, wallMs, usage, stderr}.
 */
export function startNode(args, { cwd, env = {} } = {}) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', REPORTER, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const usage = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  createInterface({ input: child.stdio[3] }).on('line', (line) => usage.push(JSON.parse(line)));
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, wallMs: performance.now() - startedAt, usage, stderr }));
  });
  return { child, usage, ended };
}

/** Runs `node args` to its end. @throws where it does not end with 0. */
export async function runNode(args, options) {
  const result = await startNode(args, options).ended;
  if (result.code !== 0)
    throw new Error(`node ${args.join(' ')} ended with ${result.code}:\n${result.stderr}`);
  return result;
}
