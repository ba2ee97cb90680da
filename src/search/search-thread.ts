// Searching from the main thread: calls go to a thread of its own, which is started anew where it ends.
import { Worker } from 'node:worker_threads';
import { CollectorError, describeError } from '../platform/errors.js';
import type { Logger } from '../platform/log.js';
import type { Search } from './search.js';

/** Where the thread finds what it searches. */
export interface SearchPlace {
  journalPath: string;
  indexPath: string;
}

export interface SearchCall {
  id: number;
  method: keyof Search;
  args: readonly unknown[];
}

export type SearchAnswer = { id: number; result: unknown } | { id: number; error: string };

export interface SearchThread extends Search {
  /** Ends the thread; calls under way fail. */
  stop(): Promise<void>;
}

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Searches that start their thread with the first question: a collector that nobody looks at does without its memory. The thread
 * then begins to index, and goes on until it is stopped. `file` is the compiled worker.
 */
export function startSearchThread(
  place: SearchPlace,
  logger: Logger,
  file: URL = new URL('../app/search-worker.js', import.meta.url),
): SearchThread {
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let calls = 0;
  let isStopped = false;

  const end = (reason: string) => {
    worker = null;
    for (const { reject } of pending.values()) reject(failed(reason));
    pending.clear();
  };
  const start = (): Worker => {
    const started = new Worker(file, { workerData: place, stdout: false, stderr: false });
    started.unref();
    started.on('message', (answer: SearchAnswer) => {
      const call = pending.get(answer.id);
      pending.delete(answer.id);
      if ('error' in answer) call?.reject(failed(answer.error));
      else call?.resolve(answer.result);
    });
    started.on('error', (error: unknown) => {
      if (!isStopped)
        logger.warn('Searching failed; it starts anew with the next question.', {
          reason: describeError(error),
        });
      end(describeError(error));
    });
    started.on('exit', () => {
      if (worker === started) end('its thread has ended');
    });
    return started;
  };
  const call = async <Result>(method: keyof Search, args: readonly unknown[]): Promise<Result> => {
    if (isStopped) throw failed('the server stops');
    worker ??= start();
    const id = ++calls;
    const answered = new Promise<unknown>((resolve, reject) => pending.set(id, { resolve, reject }));
    worker.postMessage({ id, method, args } satisfies SearchCall);
    return (await answered) as Result;
  };

  return {
    page: (...args) => call('page', args),
    wholePage: (...args) => call('wholePage', args),
    histogram: (...args) => call('histogram', args),
    facets: (...args) => call('facets', args),
    activity: (...args) => call('activity', args),
    async stop() {
      isStopped = true;
      const last = worker;
      end('the server stops');
      await last?.terminate();
    },
  };
}

function failed(reason: string): CollectorError {
  return new CollectorError('JOURNAL_CORRUPT', `The journal could not be searched: ${reason}`, {
    retryable: true,
    hint: 'Collecting goes on. The index beside the journal, its name ending in .search, may be deleted at any time.',
  });
}
