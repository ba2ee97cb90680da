// Starts collector-process.mjs and listens to it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildOnce } from '../support/build-once.js';

export interface Said {
  pid?: number;
  head?: number;
  code?: string;
  message?: string;
}

export interface Collector {
  child: ChildProcess;
  /** What it has said so far, oldest first. */
  said: Said[];
  /** Resolves when it has said `count` things or has ended. */
  untilSaid(count: number): Promise<void>;
  /** Ends it by SIGKILL and resolves when it is gone. */
  kill(): Promise<void>;
}

export async function startCollector(journal: string, mode: 'hold' | 'append'): Promise<Collector> {
  const script = join(import.meta.dirname, 'collector-process.mjs');
  const child = spawn(process.execPath, [script, await buildOnce(), journal, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const said: Said[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(JSON.parse(line));
    for (const { count, resolve } of waiting) if (said.length >= count) resolve();
  });
  return {
    child,
    said,
    untilSaid: (count) =>
      new Promise((resolve) => {
        waiting.push({ count, resolve });
        if (said.length >= count) resolve();
        void ended.then(() => resolve());
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
