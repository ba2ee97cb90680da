// Questions on a terminal, one after the other; what is secret is typed without being shown.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { abortedError, CollectorError } from '../platform/errors.js';

export interface Asker {
  /** The answer, trimmed; `otherwise` where only Return was pressed. */
  ask(question: string, otherwise?: string): Promise<string>;
  /** As `ask`; nothing of the answer is shown or remembered. */
  askHidden(question: string): Promise<string>;
  close(): void;
}

export interface AskerStreams {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
}

/** `onInterrupt`: on Ctrl-C, which is expected to fire `signal`. Pending questions reject then, and when the input ends. */
export function createAsker(
  { input, output }: AskerStreams,
  signal: AbortSignal,
  onInterrupt: () => void,
): Asker {
  let isHidden = false;
  const echo = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (!isHidden) output.write(chunk);
      done();
    },
  });
  // Without a history: the arrow keys would bring a token back, for all to see.
  const lines = createInterface({ input, output: echo, terminal: true, historySize: 0 });
  lines.on('SIGINT', onInterrupt);
  const ended = new Promise<never>((_resolve, reject) => {
    lines.once('close', () =>
      reject(new CollectorError('ABORTED', 'The input ended before the last question was answered.')),
    );
  });
  ended.catch(() => {});
  const ask = async (question: string): Promise<string> => {
    try {
      return (await Promise.race([lines.question(question, { signal }), ended])).trim();
    } catch (error: unknown) {
      throw signal.aborted ? abortedError(signal) : error;
    }
  };
  return {
    async ask(question, otherwise = '') {
      return (await ask(otherwise === '' ? `${question}: ` : `${question} [${otherwise}]: `)) || otherwise;
    },
    async askHidden(question) {
      output.write(`${question}: `);
      isHidden = true;
      try {
        return await ask('');
      } finally {
        isHidden = false;
        output.write('\n');
      }
    },
    close: () => lines.close(),
  };
}
