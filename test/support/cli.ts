// The built command line as a process: started in a folder of its own, watched, and ended when the test ends.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, onTestFinished } from 'vitest';
import { buildOnce } from './build-once.js';

export interface CliOptions {
  cwd: string;
  /** Beside PATH; nothing else of the tests' environment gets through. */
  env?: Readonly<Record<string, string>>;
}

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningCli {
  readonly child: ChildProcessWithoutNullStreams;
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves once `pattern` stands in what was written; rejects when the process ends without it. */
  until(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<void>;
  ended: Promise<CliResult>;
}

/** A folder that is removed after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cli-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const LONGEST_BUILD_MS = 180_000;
let dist: Promise<string> | undefined;

/** Builds the command line before the tests of a file, which then all use the same build. */
export function useCli(): void {
  beforeAll(async () => {
    dist = buildOnce();
    await dist;
  }, LONGEST_BUILD_MS);
}

/** Where the built command line is. */
export async function cliPath(): Promise<string> {
  if (!dist) throw new Error('call useCli() at the top of the test file');
  return join(await dist, 'cli/main.js');
}

/** Starts the command line; it is killed when the test ends before it does. */
export async function startCli(args: readonly string[], options: CliOptions): Promise<RunningCli> {
  const running = await spawnCli(args, options);
  onTestFinished(running.kill);
  return running;
}

/** Starts the command line for a caller that ends it. */
export async function spawnCli(
  args: readonly string[],
  { cwd, env = {} }: CliOptions,
): Promise<RunningCli & { kill(): Promise<void> }> {
  const main = await cliPath();
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
      for (const look of watchers) look();
    });
  }
  const ended = new Promise<CliResult>((resolve) => {
    child.on('close', (code) => resolve({ code, ...written }));
  });
  return {
    child,
    ended,
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
    get stdout() {
      return written.stdout;
    },
    get stderr() {
      return written.stderr;
    },
    until: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(written[stream])) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        ended.then(({ code, stderr }) =>
          reject(new Error(`ended with ${code} before ${pattern}: ${stderr}`)),
        );
      }),
  };
}

/** Runs the command line to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const running = await startCli(args, options);
  running.child.stdin.end();
  return running.ended;
}

/** The ids on the lines of NDJSON. Fails where a line is not JSON. */
export function idsOf(ndjson: string): readonly number[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).id);
}
